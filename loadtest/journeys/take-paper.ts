/** One tablet from sign-in to the last entry secured. */
import type { ViewPaper } from "#contracts/paper/view";
import { walkPaper } from "#loadtest/journeys/paper-walk";
import { seededRandom } from "#loadtest/journeys/random";
import { fetchPackage } from "#loadtest/journeys/package";
import { signIn } from "#loadtest/journeys/sign-in";
import { ledgerText } from "#loadtest/ledger/line";
import { VirtualTablet } from "#loadtest/journeys/virtual-tablet";
import { METRICS } from "#loadtest/metrics";
import type { Settings } from "#loadtest/scenarios/settings";
import type { ClearPaper } from "#loadtest/verify/read-papers";

/** Papers that this virtual user has read, by package. */
const shelf = new Map<string, ViewPaper>();
/** One tablet in so many compares the hashes of what it downloads. */
const CHECKED_ONE_IN = 20;
const SETTLE_CHECK_MS = 100;
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Plays tablet `index` of the rehearsal that started at `startedAtMs`. Resolves when it has nothing left to do. */
export async function takePaper(
  settings: Settings,
  papers: readonly ClearPaper[],
  index: number,
  cardCode: string,
  startedAtMs: number,
): Promise<void> {
  const { profile, target } = settings;
  const random = seededRandom(settings.seed * 100_003 + index);
  const arriveAtMs = startedAtMs + (profile.arrivalSeconds * 1_000 * index) / profile.candidates;
  await delay(arriveAtMs - Date.now());

  const signedIn = await signIn(target, cardCode, `rehearsal-${index}`);
  METRICS.signIns.add(typeof signedIn !== "string");
  if (typeof signedIn === "string") return giveUp(index, `sign-in: ${signedIn}`);
  const refusal = await fetchPackage(signedIn, index % CHECKED_ONE_IN === 0);
  if (refusal !== null) return giveUp(index, `package: ${refusal}`);
  const tablet = new VirtualTablet(target, signedIn, random);
  tablet.verified();

  const endAtMs = startedAtMs + profile.seconds * 1_000;
  while (tablet.opened === null && tablet.refused === null && Date.now() < endAtMs) await delay(SETTLE_CHECK_MS);
  const paper = tablet.opened && paperIn(papers, tablet.opened);
  if (!paper) {
    tablet.leave();
    return giveUp(index, tablet.refused ?? (tablet.opened ? "a package of which nothing is known" : "never opened"));
  }
  let dueAtMs = Date.now();
  for (const step of walkPaper(paper, random)) {
    dueAtMs += profile.thinkMeanMs * (0.5 + random.next());
    if (dueAtMs > endAtMs) break;
    await delay(dueAtMs - Date.now());
    if (tablet.refused !== null) break;
    if (step.kind === "answer") tablet.make(step, dueAtMs);
    else if (!(await tablet.validate(step, dueAtMs, endAtMs))) break;
  }
  const settleUntilMs = Math.max(endAtMs, Date.now()) + profile.settleSeconds * 1_000;
  while (!tablet.complete && tablet.refused === null && Date.now() < settleUntilMs) await delay(SETTLE_CHECK_MS);
  tablet.leave();
  if (!tablet.complete) return giveUp(index, tablet.refused ?? "not everything was secured in time");
  METRICS.complete.add(true);
}

function paperIn(papers: readonly ClearPaper[], packageSha256: string): ViewPaper | null {
  const text = shelf.has(packageSha256) ? null : papers.find((one) => one.packageSha256 === packageSha256)?.view;
  if (text) shelf.set(packageSha256, JSON.parse(text) as ViewPaper);
  return shelf.get(packageSha256) ?? null;
}

/** Written down, not thrown: one tablet's trouble must not end the others of its virtual user. */
function giveUp(tablet: number, reason: string): void {
  METRICS.complete.add(false);
  console.log(ledgerText({ line: "refused", tablet, reason }));
}
