/** A clone must work anywhere: no registry of one network, no folder of one machine in any committed file. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, type Problem } from "./source-files.ts";

const BINARY = /\.(png|jpe?g|webp|gif|ico|woff2?|ttf|otf|pdf|zip|gz)$/;
const HOME = /(?<![\w.$}])\/(?:home|Users|root|work|workspace)\/[A-Za-z0-9._-]+/;

/** One rule: what a line must not hold. */
const RULES: readonly { name: string; in: RegExp; pattern: RegExp }[] = [
  { name: "a folder of one machine", in: /./, pattern: HOME },
  { name: "the address of a registry", in: /(^|\/)package-lock\.json$/, pattern: /"resolved":\s*"[^"]*"/ },
  { name: "the address of a registry", in: /(^|\/)\.npmrc$/, pattern: /registry\s*=|_auth/ },
  {
    name: "the address of a registry",
    in: /./,
    pattern: /https?:\/\/[^\s"'/]*(?:npm-registry|goproxy|artifactory|nexus|pypi|proxy\.golang)[^\s"']*/,
  },
];

/** Files that hold the patterns themselves. */
const ABOUT_TRACES = /^infra\/checks\/machine-traces(\.test)?\.ts$/;

export function checkMachineTraces(root: string): Problem[] {
  const paths = filesUnder(root, "").filter((path) => !BINARY.test(path) && !ABOUT_TRACES.test(path));
  return paths.flatMap((path) => {
    const rules = RULES.filter((rule) => rule.in.test(path));
    return readFileSync(join(root, path), "utf8")
      .split("\n")
      .flatMap((line, index) => {
        const rule = rules.find(({ pattern }) => pattern.test(line));
        return rule ? [{ place: `${path}:${index + 1}`, text: `holds ${rule.name}` }] : [];
      });
  });
}
