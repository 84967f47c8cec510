/**
 * A whole platform with the demo exam and two days of December: a sitting planned for the 7th, a paper and a slot kept
 * in reserve for the 8th.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { expect, vi } from "vitest";
import { hmacSha256 } from "#cli/import/demo-store";
import { aResult } from "#contracts/testing/a-rehearsal";
import { tabletBuildOf } from "#contracts/tablet-build";
import { demoCardCode } from "#domain/exam/card-code";
import { type DemoCandidate, demoCandidates } from "#domain/exam/demo-candidates";
import { demoCentres } from "#domain/exam/demo-places";
import { builtProject, childrenOf, launch, type Launched } from "#infra/testing/launched-project.ts";

export const SITTING_TITLE = "Répétition nationale";
export const SECOND_PAPER = { id: "decembre-8", title: "Dossiers du 8 décembre", durationMs: 60_000 };

export const cardOf = (candidate: DemoCandidate): string => demoCardCode(candidate.studentNumber, hmacSha256);

export interface Exam {
  readonly address: string;
  /** What the tablets' page is built as. */
  readonly build: string;
  /** Folder for files of this run, and the one that closed sittings are exported to. */
  readonly folder: string;
  readonly exports: string;
  /** Runs a command and gives what it printed. Rejects when it fails. */
  amphi(...args: string[]): Promise<string>;
  rows<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Resolves when every paper of a sitting is sealed: from then on tablets may sign in. */
  sealed(sittingId: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the platform and imports the plan: its sitting comes after the demo's own, so that candidates are led to it. */
export async function openExam(): Promise<Exam> {
  const root = builtProject();
  const platform = launch(root);
  const address = (await platform.ready()).replace(/\/$/, "");
  const database = await connected(platform);
  const folder = join(root, "december");
  const exam: Exam = {
    address,
    build: tabletBuildOf(await (await fetch(`${address}/tablet/`)).text()),
    folder,
    exports: join(platform.data, "exports"),
    amphi: async (...args) => {
      const command = [join(root, "infra/launcher/amphi.mjs"), ...args];
      const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, maxBuffer: 1 << 26 });
      return stdout;
    },
    rows: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      (await database.query<Row>(sql, [...values])).rows,
    sealed: (sittingId) =>
      vi.waitFor(
        async () => {
          const [papers] = await exam.rows<{ missing: number }>(
            `SELECT 1 + (backup_paper_id IS NOT NULL)::int
               - (SELECT count(*) FROM sealed_package WHERE sitting_id = id)::int AS missing FROM sitting WHERE id = $1`,
            [sittingId],
          );
          expect(papers?.missing).toBe(0);
        },
        { timeout: 60_000, interval: 200 },
      ),
    stop: async () => {
      await database.end();
      platform.process.kill("SIGTERM");
      await platform.ended;
    },
  };
  await exam.amphi("import", "exam", planFile(root, folder, Date.now()));
  await exam.amphi("rehearsal", "record", passedRehearsal(folder));
  const [planned] = await exam.rows<{ id: number }>("SELECT id FROM sitting WHERE title = $1", [SITTING_TITLE]);
  await exam.sealed(planned?.id ?? 0);
  await controlAnew(platform.data, address);
  return exam;
}

/** What a rehearsal of the exam's size has left: without one nobody starts a nation. */
function passedRehearsal(folder: string): string {
  const result = aResult({ candidates: demoCandidates().length, startedAt: new Date().toISOString() });
  writeFileSync(join(folder, "result.json"), JSON.stringify(result));
  writeFileSync(join(folder, "report.html"), "<!doctype html>");
  return folder;
}

/** What the command line imports, control sees within a minute; started anew, at once. */
async function controlAnew(data: string, address: string): Promise<void> {
  const before = childrenOf(data).get("control-1")?.pid;
  if (before === undefined) throw new Error("control does not run");
  process.kill(before, "SIGKILL");
  await vi.waitFor(
    async () => {
      expect(childrenOf(data).get("control-1")?.pid).not.toBe(before);
      expect((await fetch(`${address}/api/health`)).status).toBe(200);
    },
    { timeout: 30_000, interval: 200 },
  );
}

async function connected({ data }: Launched): Promise<Client> {
  const environment = JSON.parse(readFileSync(join(data, "run/environment.json"), "utf8")) as { DATABASE_URL: string };
  const client = new Client({ connectionString: environment.DATABASE_URL });
  await client.connect();
  return client;
}

const MINUTE = 60_000;

function planFile(root: string, folder: string, nowMs: number): string {
  mkdirSync(folder);
  writeSecondPaper(root, join(folder, "paper"));
  const plan = {
    format: "amphi-exam",
    version: 1,
    slug: "demo",
    title: "Épreuves classantes nationales",
    papers: [{ slug: SECOND_PAPER.id, folder: "paper" }],
    sittings: [
      { title: SITTING_TITLE, paper: "demo-epreuve-1", backup: "demo-secours", start: new Date(nowMs).toISOString() },
    ],
    reserveSlots: [new Date(Math.ceil(nowMs / MINUTE + 5) * MINUTE).toISOString()],
  };
  const file = join(folder, "plan.json");
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

/** Isolated questions of the demo under other ids, to be written in one minute: hours become minutes here. */
function writeSecondPaper(root: string, folder: string): void {
  cpSync(join(root, "infra/demo/paper"), folder, { recursive: true });
  const file = join(folder, "paper.json");
  const paper = JSON.parse(readFileSync(file, "utf8")) as { sections: { kind: string; items: { id: string }[] }[] };
  const sections = paper.sections
    .filter(({ kind }) => kind === "isolated_questions")
    .map((section) => ({
      ...section,
      id: "r8",
      items: section.items.slice(0, 12).map((item) => ({ ...item, id: `r8-${item.id}` })),
    }));
  const { id, title, durationMs } = SECOND_PAPER;
  writeFileSync(file, JSON.stringify({ ...paper, id, title, durationMinutes: durationMs / MINUTE, sections }));
  rmSync(join(folder, "key.json")); // nothing is marked here
}

/** Two or three candidates of each centre's first room, one of them with extra time where the centre has somebody. */
export function theCrowd(): DemoCandidate[] {
  const candidates = demoCandidates();
  return demoCentres().flatMap((centre) => {
    const here = candidates.filter((one) => one.centre === centre.code);
    const hasMore = (one: DemoCandidate) => one.extraTime.numerator > one.extraTime.denominator;
    const first = here.filter((one) => one.room === `${centre.code}-1` && !hasMore(one)).slice(1, 3);
    return [...first, ...here.filter(hasMore).slice(0, 1)];
  });
}
