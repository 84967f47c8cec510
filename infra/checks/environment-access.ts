/** The environment is read in one place per process, so that everything else can be given its settings. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { filesUnder, isSource, isTest, type Problem } from "./source-files.ts";

const MAY_READ = new Set(["main.ts", "config.ts"]);
/** The command behind `npm run rehearsal`: a main.ts by another name. */
const REHEARSAL = "loadtest/rehearsal.ts";

/** True for `process.env` itself, not for the words in a comment or a string. */
function isEnvironment(node: ts.Node): boolean {
  const named =
    (ts.isPropertyAccessExpression(node) && node.name.text === "env") ||
    (ts.isElementAccessExpression(node) &&
      ts.isStringLiteral(node.argumentExpression) &&
      node.argumentExpression.text === "env");
  return named && ts.isIdentifier(node.expression) && node.expression.text === "process";
}

export function checkEnvironmentAccess(root: string): Problem[] {
  const paths = ["services", "web", "loadtest"].flatMap((folder) => filesUnder(root, folder));
  const suspects = paths.filter(
    (path) =>
      isSource(path) &&
      !isTest(path) &&
      !path.endsWith(".svelte") &&
      !MAY_READ.has(basename(path)) &&
      path !== REHEARSAL,
  );
  return suspects.flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    if (!text.includes("process")) return [];
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const problems: Problem[] = [];
    const visit = (node: ts.Node): void => {
      if (isEnvironment(node)) {
        const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        problems.push({ place: `${path}:${line}`, text: "process.env belongs in main.ts or config.ts" });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return problems;
  });
}
