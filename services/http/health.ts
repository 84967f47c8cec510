/** State of every part of the installation, asked all at once. */
import type { HealthResponse, PartState } from "#contracts/http/health";
import { within } from "#runtime/within";

/** One part of the installation that health looks at: resolves to a detail, rejects with the reason when it is down. */
export interface HealthProbe {
  readonly names: readonly string[];
  /** One detail per name; null: not heard of. A detail that starts with "!" is reported as down. */
  ask(): Promise<readonly (string | null)[]>;
}

const PROBE_WITHIN_MS = 1_500;

function stateOf(name: string, detail: string | null | undefined): PartState {
  if (detail == null) return { name, state: "down", detail: "not heard of for 3 s" };
  return detail.startsWith("!")
    ? { name, state: "down", detail: detail.slice(1).trim() }
    : { name, state: "up", detail };
}

async function ask(probe: HealthProbe): Promise<PartState[]> {
  try {
    const details = await within(PROBE_WITHIN_MS, probe.ask());
    return probe.names.map((name, n) => stateOf(name, details[n]));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return probe.names.map((name) => ({ name, state: "down" as const, detail }));
  }
}

/** Asks every probe; the whole is up when every part is. Takes at most 1.5 s. */
export async function healthOf(probes: readonly HealthProbe[]): Promise<HealthResponse> {
  const parts = (await Promise.all(probes.map(ask))).flat();
  return { state: parts.every((p) => p.state === "up") ? "up" : "down", parts };
}
