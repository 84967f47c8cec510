/**
 * `npm run rehearsal`: plays a profile against a platform, then proves from the database that nothing acknowledged was
 * lost. Exit status: 0 green, 1 not green, 2 wrong options or not enough of something, 3 no load generator to be had.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findK6, HOW_TO_GET_K6 } from "#loadtest/generator/k6-binary";
import { type Platform, startPlatform } from "#loadtest/platform";
import { type LedgerFolder, ledgerFolder } from "#loadtest/ledger/ledger-folder";
import { descriptorsMax, memoryAvailable, shortages } from "#loadtest/preflight";
import { readRehearsalOptions, type RehearsalOptions, USAGE } from "#loadtest/rehearsal-options";
import { type Place, rehearse, type Rehearsed } from "#loadtest/rehearse";
import { htmlOf } from "#loadtest/report/html";
import type { Result } from "#loadtest/report/result";
import { textOf } from "#loadtest/report/text";
import { freeBytes } from "#loadtest/watch/watch";

/** Of an entry and its acknowledgements in a ledger. */
const LEDGER_PER_ENTRY = 600;

const root = resolve(import.meta.dirname, "..");
const complain = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const argv = process.argv.slice(2);
  if (argv.includes("--help")) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const options = readRehearsalOptions(argv);
  if (!("profile" in options)) return wrong(options);
  // With --json standard output is the result alone.
  const say = options.json ? complain : (line: string) => void process.stdout.write(`${line}\n`);
  const earlier = options.compare === null ? null : earlierResult(options.compare);
  if (typeof earlier === "string") return wrong([earlier]);
  const { name: played, generator } = options.profile;
  const isK6 = generator === "k6";
  const k6 = isK6 ? findK6(import.meta.dirname, join(root, "var/bin"), say) : null;
  if (isK6 && k6 === null) {
    complain(`rehearsal: ${HOW_TO_GET_K6}`);
    return 3;
  }
  const name = `${new Date().toISOString().replace(/[:.]/g, "-")}-${played}-${generator}`;
  const out = resolve(options.out ?? join(root, "var/rehearsals", name));
  mkdirSync(out, { recursive: true });
  const isPrivate = options.target === null;
  const certificate = isPrivate && options.profile.tls ? rehearsalCertificate() : null;
  if (typeof certificate === "string") return wrong([certificate]);
  const means = { descriptors: descriptorsMax(), memoryBytes: memoryAvailable(), diskBytes: freeBytes(out) };
  const lacking = shortages(options.profile, isPrivate, means);
  if (lacking.length > 0) return wrong(lacking);

  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) return process.exit(1); // asked twice: at once
    complain("rehearsal: interrupted; what there is so far is verified, once more ends it at once");
    interruption.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const data = isPrivate ? join(out, "platform") : resolve(root, options.data);
  const { entriesPerSecond, minutes } = options.profile;
  const ledgersAt = ledgerFolder(out, entriesPerSecond * minutes * 60 * LEDGER_PER_ENTRY);
  const starting = new AbortController();
  const abandon = () => starting.abort();
  interruption.signal.addEventListener("abort", abandon);
  let platform: Platform | null = null;
  try {
    if (options.target === null) {
      say("starting a platform for this rehearsal");
      platform = await startPlatform(root, data, join(out, "platform.log"), starting.signal, [
        ...["--ingest", String(options.profile.ingests)],
        ...(certificate ? ["--tls-cert", certificate.cert, "--tls-key", certificate.key] : []),
      ]);
      interruption.signal.removeEventListener("abort", abandon); // from here on it is needed until all is verified
    }
    const target = platform?.target ?? String(options.target);
    const place: Place = { root, k6, target, data, out, ledgerFolder: ledgersAt.path, say };
    const rehearsed = await rehearse(options, place, interruption.signal);
    if ("refusal" in rehearsed) return wrong([rehearsed.refusal]);
    await report(rehearsed, options, place, ledgersAt, earlier);
    return rehearsed.result.verdict.state === "green" ? 0 : 1;
  } catch (error) {
    if (!starting.signal.aborted || platform) throw error;
    complain("rehearsal: interrupted before it began");
    return 1;
  } finally {
    ledgersAt.remove();
    await platform?.stop();
    if (isPrivate) rmSync(data, { recursive: true, force: true });
  }
}

function wrong(problems: readonly string[]): number {
  for (const problem of problems) complain(`rehearsal: ${problem}`);
  complain(`usage: ${USAGE}`);
  return 2;
}

/** The pair that the launcher has made for private platforms, or why there is none. */
function rehearsalCertificate(): { readonly cert: string; readonly key: string } | string {
  const [cert = "", key = ""] = ["cert.pem", "key.pem"].map((file) => join(root, "var/rehearsal-certificate", file));
  return existsSync(cert) ? { cert, key } : "--tls: openssl is needed to make a certificate (apt-get install openssl)";
}

/** The result in a file, or what is wrong with it. */
function earlierResult(file: string): Result | string {
  try {
    const value = JSON.parse(readFileSync(resolve(file), "utf8")) as Partial<Result>;
    if (value.format === "amphi-rehearsal" && value.version === 1) return value as Result;
    return `--compare: ${file} is not the result of a rehearsal`;
  } catch (error) {
    return `--compare: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Files in `out`, and in words. The ledgers are kept where somebody will want to look at them. */
async function report(
  { result, ledgers, told }: Rehearsed,
  { json, keep }: Pick<RehearsalOptions, "json" | "keep">,
  { out, say }: Pick<Place, "out" | "say">,
  ledgersAt: LedgerFolder,
  earlier: Result | null,
): Promise<void> {
  const [text, html] = [textOf(result), htmlOf(result, earlier)];
  writeFileSync(join(out, "result.json"), `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(join(out, "report.html"), html);
  writeFileSync(join(out, "report.txt"), `${text}\n`);
  say(text);
  say(`  report in ${out}`);
  if (told) say(`  ${await told.result(result, html)}`);
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  if (result.verdict.state !== "green" || keep) ledgersAt.keep(ledgers);
  else for (const ledger of ledgers) rmSync(ledger, { force: true });
  for (const secret of ["cards.json", "papers.json"]) rmSync(join(out, secret), { force: true });
}

try {
  process.exitCode = await main();
} catch (error) {
  complain(`rehearsal: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
