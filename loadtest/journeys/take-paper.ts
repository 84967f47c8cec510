/** One tablet from its arrival until it has nothing left to do. */
import { Candidate, type Library } from "#loadtest/journeys/candidate";
import { alarms } from "#loadtest/journeys/alarms";
import { fetchPackage } from "#loadtest/journeys/package";
import { paceOf } from "#loadtest/journeys/pace";
import { scriptOf } from "#loadtest/journeys/paper-script";
import { seededRandom } from "#loadtest/journeys/random";
import { signIn } from "#loadtest/journeys/sign-in";
import { ledgerText } from "#loadtest/ledger/line";
import type { Settings } from "#loadtest/scenarios/settings";
import type { ClearPaper } from "#loadtest/verify/read-papers";
import type { ViewPaper } from "#contracts/paper/view";

/** One tablet in so many compares the hashes of what it downloads. */
const CHECKED_ONE_IN = 20;

/** Plays tablet `index` of the rehearsal from when it is its turn to arrive; calls `left` when it has nothing left to do. */
export function takePaper(settings: Settings, library: Library, index: number, card: string, left: () => void): void {
  const { profile, timetable } = settings;
  const leave = (why: string | null) => {
    // Written down, not thrown: one tablet's trouble must not end the others of its virtual user.
    const atMs = Date.now() - timetable.originMs;
    if (why !== null) console.log(ledgerText({ line: "refused", tablet: index, atMs, reason: why }));
    left();
  };
  const arrivesMs = timetable.originMs + (profile.arrivalSeconds * 1_000 * index) / profile.candidates;
  alarms.at(arrivesMs, () => void arrive(settings, library, index, card, leave));
}

async function arrive(
  settings: Settings,
  library: Library,
  index: number,
  card: string,
  leave: (why: string | null) => void,
): Promise<void> {
  const { target, timetable, seed, line } = settings;
  const signedIn = await signIn(target, card, `rehearsal-${index}`, timetable.startMs);
  if (typeof signedIn === "string") return leave(`sign-in: ${signedIn}`);
  if (signedIn.sitting.id !== settings.sittingId) return leave(`led to sitting ${signedIn.sitting.id}`);
  const refusal = await fetchPackage(signedIn, index % CHECKED_ONE_IN === 0);
  if (refusal !== null) return leave(`package: ${refusal}`);
  const ingestUrls = line?.centreId === signedIn.candidate.centreId ? line.urls : signedIn.ingestUrls;
  const random = seededRandom(seed * 100_003 + index);
  new Candidate(settings, { ...signedIn, ingestUrls }, index, random, library, leave);
}

/** Reads each paper once for all tablets of a virtual user. */
export function libraryOf(papers: readonly ClearPaper[], msPerEntry: number, seed: number): Library {
  const shelf = new Map<string, ReturnType<Library>>();
  return (packageSha256) => {
    const known = shelf.get(packageSha256);
    if (known) return known;
    const text = papers.find((one) => one.packageSha256 === packageSha256)?.view;
    if (text === undefined) return null;
    const paper = JSON.parse(text) as ViewPaper;
    const read = { script: scriptOf(paper, seededRandom(seed)), pace: paceOf(paper, msPerEntry) };
    shelf.set(packageSha256, read);
    return read;
  };
}
