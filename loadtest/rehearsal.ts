/**
 * `npm run rehearsal`: plays a profile against a platform, then proves from the database that nothing acknowledged was
 * lost. Exit status: 0 green, 1 not green, 2 wrong options or not enough of something, 3 no load generator to be had.
 */
import { createPublicKey } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openSitting } from "#loadtest/conductor/open-sitting";
import { findK6, HOW_TO_GET_K6 } from "#loadtest/generator/k6-binary";
import { commitOf, machineNow } from "#loadtest/machine";
import { type Platform, startPlatform } from "#loadtest/platform";
import { play, type Setting } from "#loadtest/play";
import { PlatformTold } from "#loadtest/live/platform-told";
import { type LedgerFolder, ledgerFolder } from "#loadtest/ledger/ledger-folder";
import { measureCosts } from "#loadtest/prefill/measure-costs";
import { descriptorsMax, memoryAvailable, shortages } from "#loadtest/preflight";
import { readRehearsalOptions, type RehearsalOptions, USAGE } from "#loadtest/rehearsal-options";
import { htmlOf } from "#loadtest/report/html";
import { type Result, resultOf } from "#loadtest/report/result";
import { textOf } from "#loadtest/report/text";
import { Timeline } from "#loadtest/timeline/timeline";
import { storedBehind, untilDrained, untilReceipts } from "#loadtest/verify/settled";
import { sittingToRehearse } from "#loadtest/verify/sittings";
import { verifyLedgers } from "#loadtest/verify/verify-ledgers";
import { platformEnvironment } from "#loadtest/watch/platform-processes";
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
  const k6 = findK6(import.meta.dirname, join(root, "var/bin"), say);
  if (k6 === null) {
    complain(`rehearsal: ${HOW_TO_GET_K6}`);
    return 3;
  }
  const name = `${new Date().toISOString().replace(/[:.]/g, "-")}-${options.profile.name}`;
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
    return await rehearse(options, { k6, target, data, out, say }, ledgersAt, earlier, interruption.signal);
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

async function rehearse(
  options: RehearsalOptions,
  where: Pick<Setting, "k6" | "target" | "data" | "out" | "say">,
  ledgersAt: LedgerFolder,
  earlier: Result | null,
  interruption: AbortSignal,
): Promise<number> {
  const { profile, seed, json, keep } = options;
  const { k6, target, data, out, say } = where;
  const environment = platformEnvironment(data);
  const databaseUrl = environment["DATABASE_URL"];
  if (!databaseUrl) throw new Error(`${data}: no platform runs with this data folder`);
  const found = await sittingToRehearse(databaseUrl);
  if ("refusal" in found) return wrong([found.refusal]);
  const told = options.token === null ? null : new PlatformTold(target, options.token);
  const refusal = await told?.refusal(found.sittingId);
  if (refusal) return wrong([refusal]);
  const machine = machineNow(k6);
  const ingestUrls = environment["INGEST_URLS"]?.split(",") ?? [];
  const packagesUrl = environment["PACKAGES_URL"] ?? "";
  const urls = { databaseUrl, ingestUrls, packagesUrl };
  const around = { root, ...urls, ledgerFolder: ledgersAt.path, told: null, ...where };
  const prefill = { answers: options.prefill, answersUrl: environment["REDIS_ANSWERS_URL"] ?? "", seed };
  const costs = prefill.answers > 0 ? await measureCosts(around, prefill, interruption) : [];
  const sittingId = profile.sitting === "own" ? await openSitting(root, data) : found.sittingId;
  say(`${profile.name}: ${profile.candidates + profile.held} tablets in sitting ${sittingId} on ${target}`);
  const course = await play(options, { ...around, told, sittingId }, interruption);

  say("comparing what was acknowledged with the database");
  const { timetable, ledgers, conducted, watched, own, consoles, holder, interrupted } = course;
  const timeline = new Timeline();
  for (const { atMs, opened, lost } of holder?.told ?? []) {
    timeline.count("heldOpened", atMs - timetable.originMs, opened);
    timeline.count("heldLost", atMs - timetable.originMs, lost);
  }
  const stored = await storedBehind(databaseUrl, sittingId, conducted);
  try {
    await untilDrained(stored, target);
    const receiptsSeconds = await untilReceipts(stored, profile, timetable, interrupted !== null);
    const alone = profile.sitting === "own";
    const receiptKey = createPublicKey(readFileSync(environment["RECEIPT_PRIVATE_KEY_FILE"] ?? "", "utf8"));
    const of = { folder: out, candidates: profile.candidates, sittingId, alone, receiptKey };
    const verified = await verifyLedgers(ledgers, stored, of, timeline);
    const result = resultOf({
      profile,
      seed,
      commit: commitOf(root),
      machine,
      timetable,
      timeline,
      verified,
      watched,
      own,
      acts: conducted.acts,
      faults: conducted.faults,
      troubles: conducted.troubles,
      consoleActs: consoles?.acts ?? new Map(),
      consoles: { ...(consoles?.total() ?? { bytes: 0, reconnects: 0 }), open: consoles?.last()?.open ?? 0 },
      heldTroubles: holder?.troubles() ?? [],
      ingestIdleBytes: course.ingestIdleBytes,
      receiptsSeconds,
      costs,
      interrupted,
    });
    const text = textOf(result);
    writeFileSync(join(out, "result.json"), `${JSON.stringify(result, null, 1)}\n`);
    const report = htmlOf(result, earlier);
    writeFileSync(join(out, "report.html"), report);
    writeFileSync(join(out, "report.txt"), `${text}\n`);
    say(text);
    say(`  report in ${out}`);
    if (told) say(`  ${await told.result(result, report)}`);
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    if (result.verdict.state !== "green" || keep) ledgersAt.keep(ledgers);
    else for (const ledger of ledgers) rmSync(ledger, { force: true });
    for (const secret of ["cards.json", "papers.json"]) rmSync(join(out, secret), { force: true });
    return result.verdict.state === "green" ? 0 : 1;
  } finally {
    await stored.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  complain(`rehearsal: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
