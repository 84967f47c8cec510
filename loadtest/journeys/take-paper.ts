/** One tablet from sign-in to the last entry secured. */
import type { ViewPaper } from "#contracts/paper/view";
import type { HandReason } from "#contracts/frames/tablet";
import { type Pace, paceOf } from "#loadtest/journeys/pace";
import { fetchPackage } from "#loadtest/journeys/package";
import { PaperWalk, type Step } from "#loadtest/journeys/paper-walk";
import { type Random, seededRandom } from "#loadtest/journeys/random";
import { signIn } from "#loadtest/journeys/sign-in";
import { VirtualTablet } from "#loadtest/journeys/virtual-tablet";
import { ledgerText } from "#loadtest/ledger/line";
import { dueAt } from "#loadtest/profiles/timetable";
import type { Settings } from "#loadtest/scenarios/settings";
import type { ClearPaper } from "#loadtest/verify/read-papers";

/** Papers that this virtual user has read, by package. */
const shelf = new Map<string, ViewPaper>();
const paces = new Map<ViewPaper, Pace>();
/** One tablet in so many compares the hashes of what it downloads. */
const CHECKED_ONE_IN = 20;
/** A candidate stops this long before the end: what was begun is entered in time. */
const LAST_MS = 50;
const HAND_UP_MS = 30_000;
const REASONS: readonly HandReason[] = ["toilet", "tablet", "question"];
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Plays tablet `index` of the rehearsal. Resolves when it has nothing left to do. */
export async function takePaper(
  settings: Settings,
  papers: readonly ClearPaper[],
  index: number,
  cardCode: string,
): Promise<void> {
  const { profile, target, timetable, seed } = settings;
  const random = seededRandom(seed * 100_003 + index);
  const giveUp = (reason: string) => {
    // Written down, not thrown: one tablet's trouble must not end the others of its virtual user.
    console.log(ledgerText({ line: "refused", tablet: index, atMs: Date.now() - timetable.originMs, reason }));
  };
  await delay(timetable.originMs + (profile.arrivalSeconds * 1_000 * index) / profile.candidates - Date.now());

  const signedIn = await signIn(target, cardCode, `rehearsal-${index}`, timetable.startMs);
  if (typeof signedIn === "string") return giveUp(`sign-in: ${signedIn}`);
  if (signedIn.sitting.id !== settings.sittingId) return giveUp(`led to sitting ${signedIn.sitting.id}`);
  const refusal = await fetchPackage(signedIn, index % CHECKED_ONE_IN === 0);
  if (refusal !== null) return giveUp(`package: ${refusal}`);
  // Read now: 166 virtual users that all read it when it opens would stand still for seconds.
  paperIn(papers, signedIn.paper.sha256);
  const { line } = settings;
  const ingestUrls = line?.centreId === signedIn.candidate.centreId ? [...line.urls] : signedIn.ingestUrls;
  const tablet = new VirtualTablet(target, { ...signedIn, ingestUrls }, timetable.originMs, random);
  tablet.verified();

  await tablet.until(() => tablet.opened !== null || tablet.isGone, timetable.endMs);
  const paper = tablet.opened && paperIn(papers, tablet.opened);
  if (paper) await compose(settings, tablet, paper, index, random);
  // A sitting of its own is over when the tablet has been told so, not when the rehearsal meant it to be.
  const isDone = () => tablet.complete && (profile.sitting === "joined" || isOver(tablet));
  await tablet.until(() => isDone() || tablet.isGone, timetable.settleUntilMs);
  if (tablet.broken) return;
  tablet.leave();
  if (tablet.refused !== null) giveUp(tablet.refused);
  else if (!paper) giveUp(tablet.opened ? "a package of which nothing is known" : "its paper was never opened");
  else if (!tablet.complete) giveUp("not everything was secured in time");
  else if (!isDone()) giveUp("it was never told that the time was over");
}

/** What happens next at a tablet; the walk's next step is decided only when its turn comes. */
async function compose(
  { profile, timetable }: Settings,
  tablet: VirtualTablet,
  paper: ViewPaper,
  index: number,
  random: Random,
): Promise<void> {
  const pace = paceIn(paper, (profile.candidates * 1_000) / profile.entriesPerSecond);
  if (profile.breakOneIn > 0 && random.chance(1 / profile.breakOneIn))
    tablet.breakWithin(random.next() * (timetable.endMs - Date.now()));
  raiseHandOnce(tablet, profile.handOneIn, timetable.startMs, timetable.endMs, random);
  let extras = profile.moments
    .filter(({ what }) => what === "answer")
    .map((moment) => dueAt(timetable, moment, index, profile.candidates));
  const isRunning = () => tablet.clock.stageAt(tablet.serverNowMs() + LAST_MS) === "running";
  const goesOn = () => Date.now() < timetable.endMs && !isOver(tablet);
  const walk = new PaperWalk(paper, random);
  let step = walk.next();
  /** When the present thought began, and when it is due, of this machine's clock. */
  let sinceMs = Date.now();
  let dueMs = sinceMs + firstThought(pace, step, random);
  while (step !== null && goesOn() && !tablet.isGone) {
    const isExtra = (extras[0] ?? Infinity) < dueMs;
    const wantedMs = isExtra ? (extras[0] ?? dueMs) : dueMs;
    await delay(Math.min(wantedMs, timetable.endMs) - Date.now());
    if (!goesOn() || tablet.isGone) break;
    if (!isRunning()) {
      // Nobody writes while the nation stands still.
      await tablet.until(() => isRunning() || !goesOn() || tablet.isGone, timetable.endMs);
      extras = extras.map((ms) => Math.max(ms, Date.now()));
    }
    const stoodStillMs = tablet.stillSince(sinceMs);
    if (stoodStillMs > 0) {
      // Thoughts stood still as well, and go on where they were.
      dueMs += stoodStillMs;
      sinceMs = Date.now();
      continue;
    }
    if (isExtra) extras.shift();
    const current: Step = step;
    if (current.kind === "lock") {
      if (!(await tablet.validate(current, wantedMs, goesOn, timetable.endMs))) break;
      sinceMs = dueMs = Date.now();
    } else tablet.make({ kind: current.kind, itemId: current.itemId, value: current.value }, wantedMs);
    step = walk.next();
    if (!isExtra) sinceMs = Math.max(sinceMs, dueMs);
    if (!isExtra || current.kind === "lock") dueMs += thought(pace, step, random);
  }
  const handIn = profile.moments.find(({ what }) => what === "submit");
  if (!handIn || tablet.isGone) return;
  const submitMs = dueAt(timetable, handIn, index, profile.candidates);
  await delay(submitMs - Date.now());
  if (tablet.isGone) return;
  if (tablet.clock.stageAt(tablet.serverNowMs()) !== "cancelled") tablet.submit(submitMs);
}

const isOver = (tablet: VirtualTablet): boolean =>
  ["over", "cancelled"].includes(tablet.clock.stageAt(tablet.serverNowMs() + LAST_MS));

const thought = (pace: Pace, step: Step | null, random: Random): number =>
  pace.beforeMs(step?.kind === "answer" ? step.type : "lock", random);
/** Nobody answers in the second in which the paper opens: the first thoughts are spread over a whole one. */
const firstThought = (pace: Pace, step: Step | null, random: Random): number =>
  random.next() * thought(pace, step, random);

function raiseHandOnce(tablet: VirtualTablet, oneIn: number, fromMs: number, untilMs: number, random: Random): void {
  if (oneIn === 0 || !random.chance(1 / oneIn)) return;
  const reason = REASONS[random.below(REASONS.length)] ?? "other";
  const atMs = fromMs + random.next() * Math.max(0, untilMs - fromMs - HAND_UP_MS);
  setTimeout(
    () => {
      tablet.raiseHand(reason);
      setTimeout(() => tablet.raiseHand(null), HAND_UP_MS);
    },
    Math.max(0, atMs - Date.now()),
  );
}

function paceIn(paper: ViewPaper, msPerEntry: number): Pace {
  const pace = paces.get(paper) ?? paceOf(paper, msPerEntry);
  paces.set(paper, pace);
  return pace;
}

function paperIn(papers: readonly ClearPaper[], packageSha256: string): ViewPaper | null {
  const text = shelf.has(packageSha256) ? null : papers.find((one) => one.packageSha256 === packageSha256)?.view;
  if (text) shelf.set(packageSha256, JSON.parse(text) as ViewPaper);
  return shelf.get(packageSha256) ?? null;
}
