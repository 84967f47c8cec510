/** The rehearsal's end of its consoles: 400 proctors, 34 leads and 5 organisers on a national day. */
import { fork } from "node:child_process";
import { join } from "node:path";
import { demoStaff } from "#domain/exam/demo-staff";
import { signInStaff, type StaffSession } from "#loadtest/conductor/organisers";
import type { Consoles } from "#loadtest/profiles/profile";
import type { ConsolePlan, ConsolesTold, ToConsoles } from "#loadtest/staff/protocol";

export interface RunningConsoles {
  readonly pid: number;
  /** What was told last, or null; figures since the beginning in `total`. */
  last(): ConsolesTold | null;
  total(): { readonly bytes: number; readonly reconnects: number };
  /** By act: when the last console was told that was told at all, ms since 1970. */
  readonly acts: ReadonlyMap<string, { readonly atMs: number; readonly consoles: number }>;
  stop(): void;
}

/**
 * Signs the staff in: everybody of the demo's staff once, several consoles for one account where there are fewer
 * accounts than consoles. `organisers`: sessions that exist already, because their codes are good once.
 */
export async function consolePlans(
  target: string,
  wanted: Consoles,
  organisers: readonly StaffSession[],
): Promise<readonly ConsolePlan[]> {
  const staff = demoStaff();
  const logins = (role: string, count: number) => staff.filter((one) => one.role === role).slice(0, count);
  const signIn = async (role: string, count: number): Promise<readonly ConsolePlan[]> => {
    const sessions: StaffSession[] = [];
    for (const { login } of logins(role, count)) sessions.push(await signInStaff(target, login));
    return repeated(sessions, count);
  };
  return [
    ...repeated(organisers, wanted.organisers),
    ...(await signIn("lead_proctor", wanted.leads)),
    ...(await signIn("proctor", wanted.proctors)),
  ];
}

const repeated = (sessions: readonly StaffSession[], count: number): readonly ConsolePlan[] =>
  Array.from({ length: sessions.length === 0 ? 0 : count }, (_, n) => {
    const session = sessions[n % sessions.length];
    return { cookie: session?.cookie ?? "", roomIds: session?.roomIds ?? [] };
  });

export function startConsoles(
  root: string,
  target: string,
  sittingId: number,
  consoles: readonly ConsolePlan[],
): RunningConsoles {
  const file = join(import.meta.dirname, "consoles-main.ts");
  const child = fork(file, { execArgv: ["--import", "tsx"], cwd: root, detached: true });
  let last: ConsolesTold | null = null;
  let [bytes, reconnects] = [0, 0];
  const acts = new Map<string, { atMs: number; consoles: number }>();
  child.on("message", (told: ConsolesTold) => {
    last = told;
    bytes += told.bytes;
    reconnects += told.reconnects;
    for (const { actId, atMs, consoles: count } of told.acts) acts.set(actId, { atMs, consoles: count });
  });
  const url = `${target.replace(/^http/, "ws")}/api/console/live`;
  child.send({ say: "open", url, origin: target, sittingId, consoles } satisfies ToConsoles);
  return {
    pid: child.pid ?? 0,
    last: () => last,
    total: () => ({ bytes, reconnects }),
    acts,
    stop: () => child.kill("SIGKILL"),
  };
}
