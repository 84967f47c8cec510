import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkPaper } from "#cli/import/check-paper";
import { readImageHeader } from "#cli/import/image-header";
import { sha256Of } from "#cli/import/paper-files";
import { projectRoot } from "#runtime/project-root";

const root = projectRoot();
const text = readFileSync(join(root, "docs/paper-format.md"), "utf8");

describe("docs/paper-format.md", () => {
  test("its example is a complete paper with a complete key", () => {
    const [paper, key] = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(
      ([, json]) => JSON.parse(json ?? "") as unknown,
    );
    const name = "electrocardiogramme.png";
    const bytes = readFileSync(join(root, "infra/demo/paper", name));
    const files = new Map([[name, { bytes, sha256: sha256Of(bytes), header: readImageHeader(bytes) }]]);
    const checked = checkPaper({ paper, key, files });
    expect(checked.ok ? [] : [...checked.inPaper, ...checked.inKey]).toEqual([]);
    expect(checked.ok && checked.notes).toEqual([]);
  });

  test("names every rule that is checked, and no other", () => {
    const sources = [
      "services/domain/exam/completeness.ts",
      "services/domain/exam/key-completeness.ts",
      "services/cli/import/text-problems.ts",
      "services/preparation/schema-problems.ts",
    ];
    const code = sources.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
    const rules = [...code.matchAll(/(?:report|needText)\(\s*"([a-z-]+)"|rule: "([a-z-]+)"/g)].map(
      ([, a, b]) => a ?? b,
    );
    const table = text.slice(text.search(/^\| rule /m), text.indexOf("## Example"));
    const documented = [...table.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell]) =>
      [...(cell ?? "").matchAll(/`([a-z-]+)`/g)].map(([, rule]) => rule),
    );
    expect([...new Set(documented)].sort()).toEqual([...new Set(rules)].sort());
  });

  test("links to schemas that are there", () => {
    const linked = [...text.matchAll(/\(schema\/([^)]+)\)/g)].map(([, file]) => file);
    expect(readdirSync(join(root, "docs/schema"))).toEqual(expect.arrayContaining(linked));
    expect(linked).toHaveLength(3);
  });
});
