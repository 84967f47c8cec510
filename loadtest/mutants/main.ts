/** `npm run mutants [-- NAME …]`: each broken build is rehearsed, and must be caught for the right reason. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { edited, type Mutant, MUTANTS } from "#loadtest/mutants/mutants";
import type { Result } from "#loadtest/report/result";

const root = resolve(import.meta.dirname, "../..");
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** A copy of the project's own files with the mutant's edits; packages and k6 are shared. */
function breed({ name, edits }: Mutant): string {
  const folder = mkdtempSync(join(tmpdir(), `amphi-mutant-${name}-`));
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  for (const file of new Set(edits.map((edit) => edit.file))) {
    const text = readFileSync(join(folder, file), "utf8");
    const own = edits.filter((edit) => edit.file === file);
    writeFileSync(join(folder, file), edited(text, own));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "var"));
  symlinkSync(join(root, "var/bin"), join(folder, "var/bin"));
  return folder;
}

/** Why it was not caught, or null. */
function escaped(mutant: Mutant, folder: string): string | null {
  const out = join(folder, "var/out");
  const command = [join(folder, "infra/launcher/rehearsal.mjs"), ...mutant.rehearsal, "--out", out];
  const { status } = spawnSync(process.execPath, command, { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) return "the rehearsal was green";
  const { verdict } = JSON.parse(readFileSync(join(out, "result.json"), "utf8")) as Result;
  if (verdict.state !== "red") return `the rehearsal was ${verdict.state}: ${verdict.reasons.join("; ")}`;
  return verdict.reasons.some((reason) => mutant.caughtBy.test(reason))
    ? null
    : `red for another reason: ${verdict.reasons.join("; ")}`;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !MUTANTS.some((mutant) => mutant.name === name));
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(", ")}; there is ${MUTANTS.map(({ name }) => name).join(", ")}\n`);
  process.exit(2);
}
const results = MUTANTS.filter(({ name }) => asked.length === 0 || asked.includes(name)).map((mutant) => {
  say(`${mutant.name}: ${mutant.about}`);
  const folder = breed(mutant);
  try {
    return { name: mutant.name, why: escaped(mutant, folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
for (const { name, why } of results)
  say(`${why === null ? "caught " : "ESCAPED"} ${name}${why === null ? "" : `: ${why}`}`);
process.exitCode = results.some(({ why }) => why !== null) ? 1 : 0;
