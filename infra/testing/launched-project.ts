/** `npm start` as a real process on a project in a folder closed to everyone else, for the launcher's own tests. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { ChildRecord } from "#infra/launcher/stale-children.mjs";
import { filesUnder } from "#infra/checks/source-files.ts";
import { isAlive } from "#infra/launcher/process-identity.mjs";
import { projectRoot } from "#runtime/project-root";

/** Children as the launcher has written them down, by name. */
export function childrenOf(data: string): Map<string, ChildRecord> {
  const file = join(data, "run", "children.json");
  const records = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ChildRecord[]) : [];
  return new Map(records.map((record) => [record.name, record]));
}

/** A project whose processes are stand-ins: they say that they are ready, stop when told, and nothing else. */
export function standInProject(): string {
  const root = emptyProject();
  const source = projectRoot();
  for (const path of ["package.json", "package-lock.json", "tsconfig.json", "infra/launcher", "infra/build"]) {
    execFileSync("cp", ["-r", "--parents", path, root], { cwd: source });
  }
  symlinkSync(join(source, "node_modules"), join(root, "node_modules"));
  const say = `const id = process.env.NODE_ID; process.on("SIGTERM", () => { console.log("stopped", id); process.exit(0); });`;
  const stay = `${say} setInterval(() => {}, 1000); process.stdout.write("ready " + id + "\\n");`;
  const serve = `${say} import { createServer } from "node:http";
    createServer((_q, r) => r.end("{}")).listen(Number(process.env.CONTROL_PORT), process.env.CONTROL_HOST,
      () => process.stdout.write("ready " + id + "\\n"));`;
  const files = {
    "services/ingest/main.ts": stay,
    "services/drain/main.ts": stay,
    "services/jobs/main.ts": stay,
    "services/packages/main.ts": stay,
    "services/marking/main.ts": stay,
    "services/portal/main.ts": stay,
    "services/control/main.ts": serve,
    "services/ingest/transport/load-uws.ts": `export const loadUws = () => ({ uws: true });`,
    "services/cli/main.ts": `if (process.env.CARD_SECRET) console.log("did", process.argv.slice(2).join(" "));`,
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** A copy of this project's files as a clone would have them, nothing built, with this project's packages. */
export function clonedProject(): string {
  const root = emptyProject();
  const source = projectRoot();
  for (const path of filesUnder(source, "")) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(source, path), join(root, path));
  }
  symlinkSync(join(source, "node_modules"), join(root, "node_modules"));
  return root;
}

/** The same with what is already built here: a start builds only what has changed since. */
export function builtProject(): string {
  const root = clonedProject();
  const built = join(projectRoot(), "dist");
  if (existsSync(built)) cpSync(built, join(root, "dist"), { recursive: true });
  return root;
}

function emptyProject(): string {
  const root = mkdtempSync(join(tmpdir(), "amphi-clone-")); // mkdtemp: 0700
  onTestFinished(async () => {
    for (const record of childrenOf(join(root, "var")).values())
      if (isAlive(record)) process.kill(record.pid, "SIGKILL");
    rmSync(root, { recursive: true, force: true, maxRetries: 20 });
  });
  return root;
}

export interface Launched {
  readonly process: ChildProcess;
  readonly data: string;
  stdout(): string;
  stderr(): string;
  /** Resolves with the printed address once the line `ready …` is there; rejects when the launcher ends before. */
  ready(): Promise<string>;
  /** Resolves once the text was written to standard error. */
  says(text: string): Promise<void>;
  /** Resolves with the exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

export interface LaunchOptions {
  /** Any free one unless told. */
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the launcher; it is killed with the test at the latest. */
export function launch(root: string, how: LaunchOptions = {}): Launched {
  const args = ["--port", String(how.port ?? 0), ...(how.args ?? [])];
  const child = spawn(process.execPath, [join(root, "infra/launcher/main.mjs"), ...args], {
    cwd: root,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...how.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  const watchers = new Set<() => void>();
  const onText = () => watchers.forEach((look) => look());
  child.stdout.on("data", (chunk) => ((out += String(chunk)), onText()));
  child.stderr.on("data", (chunk) => ((err += String(chunk)), onText()));
  const ended = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? "?"));
  });
  const seen = <T>(look: () => T | null): Promise<T> =>
    new Promise((resolve, reject) => {
      const attempt = () => {
        const found = look();
        if (found === null) return;
        watchers.delete(attempt);
        resolve(found);
      };
      watchers.add(attempt);
      attempt();
      void ended.then((how) => reject(new Error(`the launcher ended (${how}):\n${out}${err}`)));
    });
  return {
    process: child,
    data: join(root, "var"),
    stdout: () => out,
    stderr: () => err,
    ready: () => seen(() => /^ready (\S+)\n$/m.exec(out)?.[1] ?? null),
    says: (text) => seen(() => (err.includes(text) ? true : null)).then(() => undefined),
    ended,
  };
}
