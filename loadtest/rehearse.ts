/** One rehearsal of a platform that runs: plays it, then proves from the database what became of it. */
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { openSitting } from "#loadtest/conductor/open-sitting";
import { PlatformTold } from "#loadtest/live/platform-told";
import { commitOf, machineNow } from "#loadtest/machine";
import { type Course, play, type Setting } from "#loadtest/play";
import { measureCosts } from "#loadtest/prefill/measure-costs";
import type { RehearsalOptions } from "#loadtest/rehearsal-options";
import { type Result, resultOf } from "#loadtest/report/result";
import { Timeline } from "#loadtest/timeline/timeline";
import { storedBehind, untilDrained, untilReceipts } from "#loadtest/verify/settled";
import { sittingToRehearse } from "#loadtest/verify/sittings";
import { verifyLedgers } from "#loadtest/verify/verify-ledgers";
import { platformEnvironment } from "#loadtest/watch/platform-processes";

/** The platform, the generator, and where everything goes. */
export type Place = Pick<Setting, "root" | "k6" | "target" | "data" | "out" | "ledgerFolder" | "say">;

export interface Rehearsed {
  readonly result: Result;
  readonly ledgers: readonly string[];
  /** The platform that wants to know the result; null for a private one. */
  readonly told: PlatformTold | null;
}

/** Resolves to what it showed, or to why this platform is not to be rehearsed. Rejects when it could not be played at all. */
export async function rehearse(
  options: RehearsalOptions,
  place: Place,
  interruption: AbortSignal,
): Promise<Rehearsed | { readonly refusal: string }> {
  const { profile, seed } = options;
  const { root, data, target, say } = place;
  const environment = platformEnvironment(data);
  const databaseUrl = environment["DATABASE_URL"];
  if (!databaseUrl) throw new Error(`${data}: no platform runs with this data folder`);
  const found = await sittingToRehearse(databaseUrl);
  if ("refusal" in found) return found;
  const told = options.token === null ? null : new PlatformTold(target, options.token);
  const refusal = await told?.refusal(found.sittingId);
  if (refusal) return { refusal };
  const machine = machineNow(place.k6);
  const ingestUrls = environment["INGEST_URLS"]?.split(",") ?? [];
  const around = { ...place, databaseUrl, ingestUrls, packagesUrl: environment["PACKAGES_URL"] ?? "" };
  const prefill = { answers: options.prefill, answersUrl: environment["REDIS_ANSWERS_URL"] ?? "", seed };
  const costs = prefill.answers > 0 ? await measureCosts({ ...around, told: null }, prefill, interruption) : [];
  const sittingId = profile.sitting === "own" ? await openSitting(root, data) : found.sittingId;
  say(`${profile.name}: ${profile.candidates + profile.held} tablets in sitting ${sittingId} on ${target}`);
  const course = await play(options, { ...around, told, sittingId }, interruption);
  say("comparing what was acknowledged with the database");
  const receiptKey = readFileSync(environment["RECEIPT_PRIVATE_KEY_FILE"] ?? "", "utf8");
  const proved = await prove(options, { ...around, sittingId, receiptKey }, course);
  const result = resultOf({ ...playedOf(course), ...proved, profile, seed, commit: commitOf(root), machine, costs });
  return { result, ledgers: course.ledgers, told };
}

interface Stores {
  readonly databaseUrl: string;
  readonly target: string;
  readonly out: string;
  readonly sittingId: number;
  /** PEM of the key that receipts are signed with. */
  readonly receiptKey: string;
}

/** Waits until all of it has come to rest, and joins the ledgers with what is stored. */
async function prove({ profile }: RehearsalOptions, stores: Stores, course: Course) {
  const { timetable, ledgers, conducted, interrupted } = course;
  const { sittingId, out } = stores;
  const timeline = timelineOf(course);
  const stored = await storedBehind(stores.databaseUrl, sittingId, conducted);
  try {
    await untilDrained(stored, stores.target);
    const receiptsSeconds = await untilReceipts(stored, profile, timetable, interrupted !== null);
    const alone = profile.sitting === "own";
    const receiptKey = createPublicKey(stores.receiptKey);
    const of = { folder: out, candidates: profile.candidates, sittingId, alone, receiptKey };
    const verified = await verifyLedgers(ledgers, stored, of, timeline);
    return { timeline, verified, receiptsSeconds };
  } finally {
    await stored.close();
  }
}

/** With the comings and goings of the held tablets, which write no ledger. */
function timelineOf({ timetable, holder }: Course): Timeline {
  const timeline = new Timeline();
  for (const { atMs, opened, lost } of holder?.told ?? []) {
    timeline.count("heldOpened", atMs - timetable.originMs, opened);
    timeline.count("heldLost", atMs - timetable.originMs, lost);
  }
  return timeline;
}

function playedOf({ conducted, consoles, holder, ...course }: Course) {
  const { timetable, watched, own, ingestIdleBytes, interrupted } = course;
  return {
    ...conducted,
    ...{ timetable, watched, own, ingestIdleBytes, interrupted },
    consoleActs: consoles?.acts ?? new Map<string, never>(),
    consoles: { ...(consoles?.total() ?? { bytes: 0, reconnects: 0 }), open: consoles?.last()?.open ?? 0 },
    heldTroubles: holder?.troubles() ?? [],
  };
}
