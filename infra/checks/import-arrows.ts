/** Which part of the project may import which: the architecture as a table, and the check that the code obeys it. */
import { type Import, type Problem, filesUnder, importsOf, isSource, isTest } from "./source-files.ts";

/** Where each part lives; the longest prefix wins. */
const PLACES: Readonly<Record<string, string>> = {
  "services/domain": "domain",
  "services/contracts": "contracts",
  "services/runtime": "runtime",
  "services/redis": "redis",
  "services/postgres": "postgres",
  "services/ingest": "ingest",
  "services/drain": "drain",
  "services/preparation": "preparation",
  "services/evidence": "evidence",
  "services/http": "http",
  "services/staff": "staff",
  "services/control": "control",
  "services/portal": "portal-server",
  "services/jobs": "jobs",
  "services/packages": "packages",
  "services/marking": "marking",
  "services/verifier": "verifier",
  "services/cli": "cli",
  "services/simulator": "simulator",
  "web/client-core": "client-core",
  "web/ui": "ui",
  "web/start": "start",
  "web/receipt": "receipt",
  "web/tablet": "tablet",
  "web/console": "console",
  "web/portal": "portal",
  loadtest: "loadtest",
  "loadtest/verify": "verify",
  "loadtest/prefill": "prefill",
  infra: "infra",
  "infra/testing": "testing",
};

/** Adapters and rules; `preparation` joins them for the processes that import files or seal papers, `evidence` for those
 * that make receipts or take answer files. */
const PROCESS = ["redis", "postgres", "runtime", "contracts", "domain"];
/** The domain is browser-safe: an app may use its words and pure functions, as contracts do. */
const WEB_APP = ["client-core", "ui", "contracts", "domain"];

/** A → B: A may import B. A part may always import itself. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  /** Computes published rankings again: what it shared with what made them, it could not find wrong. */
  verifier: [],
  contracts: ["domain"],
  runtime: ["contracts", "domain"],
  redis: ["runtime", "contracts", "domain"],
  postgres: ["runtime", "contracts", "domain"],
  "client-core": ["contracts", "domain"],
  ui: ["contracts"],
  ingest: ["redis", "runtime", "contracts", "domain"],
  drain: PROCESS,
  evidence: ["redis", "postgres", "contracts", "domain"],
  preparation: ["postgres", "runtime", "contracts", "domain"],
  /** What every process that serves pages and requests has. */
  http: ["runtime", "contracts", "domain"],
  staff: ["http", ...PROCESS],
  control: ["http", "staff", "preparation", "evidence", ...PROCESS],
  "portal-server": ["http", "staff", "preparation", ...PROCESS],
  jobs: ["evidence", ...PROCESS],
  packages: ["preparation", ...PROCESS],
  marking: PROCESS,
  cli: ["marking", "preparation", "evidence", "verifier", ...PROCESS],
  start: WEB_APP,
  receipt: WEB_APP,
  tablet: WEB_APP,
  console: WEB_APP,
  portal: WEB_APP,
  loadtest: ["verify", "prefill", "runtime", "contracts", "domain"],
  prefill: ["loadtest", "verify", "redis", "postgres", "runtime", "contracts", "domain"],
  verify: ["loadtest", "contracts", "domain", "postgres"],
  simulator: ["ingest", "drain", "control", "jobs", "client-core", ...PROCESS],
};

/** What one part's tests may import besides; the adapters' suites and builders are in domain/testing, under domain. */
const TEST_MAY_ALSO = ["testing", "infra", "runtime", "preparation", "evidence", "http", "staff"];

/** Packages of the parts that must run in a browser, in a server and in a simulation alike; their tests may use any. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  verifier: ["node:crypto"],
  contracts: ["zod"],
  "client-core": ["idb", "zod"],
};

export function partOf(path: string): string | null {
  const fitting = Object.keys(PLACES).filter((place) => path.startsWith(`${place}/`));
  const longest = fitting.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? null : (PLACES[longest] ?? null);
}

function refusalOf(path: string, part: string, { specifier, target }: Import): string | null {
  const test = isTest(path) || path.includes("/testing/");
  if (target === null) {
    const allowed = test ? undefined : PACKAGES[part];
    if (allowed === undefined || allowed.includes(specifier.split("/")[0] ?? "")) return null;
    return `${part} may not import the package ${specifier}`;
  }
  const other = partOf(target);
  if (other === null) return `${specifier} is outside the parts of the project`;
  if (other === part || ARROWS[part]?.includes(other)) return null;
  if (test && TEST_MAY_ALSO.includes(other)) return null;
  return `${part} may not import ${other} (${specifier})`;
}

/** Every import against the arrows; infra starts and checks everything and is left out, as are the tools' own files. */
export function checkArrows(root: string): Problem[] {
  const paths = ["services", "web", "loadtest"].flatMap((folder) => filesUnder(root, folder));
  const checked = paths.filter((path) => isSource(path) && !path.includes(".config."));
  return checked.flatMap((path) => {
    const part = partOf(path);
    if (part === null) return [{ place: path, text: "belongs to no part of the project" }];
    return importsOf(root, path).flatMap((found) => {
      const text = refusalOf(path, part, found);
      return text === null ? [] : [{ place: `${path}:${found.line}`, text }];
    });
  });
}
