import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edited, MUTANTS } from "#loadtest/mutants/mutants";
import { readRehearsalOptions } from "#loadtest/rehearsal-options";
import { projectRoot } from "#runtime/project-root";

test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))("%s fits the code as it is", (_, mutant) => {
  for (const file of new Set(mutant.edits.map((edit) => edit.file))) {
    const path = join(projectRoot(), file);
    expect(existsSync(path), file).toBe(true);
    const text = readFileSync(path, "utf8");
    const own = mutant.edits.filter((edit) => edit.file === file);
    expect(edited(text, own)).not.toBe(text);
  }
  expect(readRehearsalOptions(mutant.rehearsal), "options that a rehearsal takes").toHaveProperty("profile");
});

test("an edit that does not fit is said", () => {
  const edit = { file: "a.ts", from: "one", to: "two" };
  expect(() => edited("one one", [edit])).toThrow("a.ts: found 2 times, not once: one");
  expect(() => edited("none", [{ ...edit, from: "few" }])).toThrow("found 0 times");
});
