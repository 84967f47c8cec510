// @ts-check
/** `npm run rehearsal`. */
import { join } from "node:path";
import { demandNode } from "./node-version.mjs";

demandNode();
const { runCommand } = await import("./refusal.mjs");
const { runSource } = await import("./run-source.mjs");
const { rehearsalCertificate } = await import("./rehearsal-certificate.mjs");
await runCommand(() => {
  const folder = join(import.meta.dirname, "../../var/rehearsal-certificate");
  const pair = rehearsalCertificate(folder, (line) => void process.stderr.write(`${line}\n`));
  // Node reads whom it trusts before the program begins.
  /** @type {Record<string, string>} */
  const trust = pair === null ? {} : { NODE_EXTRA_CA_CERTS: pair.certFile };
  return runSource("loadtest/rehearsal.ts", process.argv.slice(2), trust);
});
