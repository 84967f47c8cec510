/** Everybody of an exam day that is played: who sits where, and what all of them have to see. */
import type { Browser } from "playwright-core";
import { expect, vi } from "vitest";
import { demoCandidates } from "#domain/exam/demo-candidates";
import { ACandidate } from "../../web/tablet/testing/a-candidate.ts";
import { fr as tabletTexts } from "../../web/tablet/texts/fr.ts";
import { ConsolePerson, WAIT } from "./console-person.ts";
import { type CrowdTablet, sitDownAll } from "./crowd.ts";
import { cardOf, type Exam, theCrowd } from "./exam.ts";
import type { TakePicture } from "./pictures.ts";

/** Where the screens of a lead and a proctor are, with the candidate whose tablet is a page. */
export const CENTRE = { name: "Lyon", code: "LYO", room: "Amphi Laennec", roomCode: "LYO-1" };
/** Not connected when the paper begins. */
export const LATE = ["Brest", "Nice"] as const;
const LATE_CODES = ["BRE", "NIC"];

export interface Staff {
  /** The two organisers. */
  readonly first: ConsolePerson;
  readonly second: ConsolePerson;
  /** Lead and proctor of the centre above, lead of the first late centre. */
  readonly lead: ConsolePerson;
  readonly proctor: ConsolePerson;
  readonly lateLead: ConsolePerson;
}

export interface Day {
  readonly exam: Exam;
  readonly browser: Browser;
  readonly staff: Staff;
  readonly picture: TakePicture;
}

export async function openConsoles(browser: Browser, { address }: Exam): Promise<Staff> {
  const [first, second, lead, proctor, lateLead] = await Promise.all(
    ["organiser", "organiser2", "lead.lyo", "proctor.lyo-1", "lead.bre"].map((login) =>
      ConsolePerson.signIn(browser, address, login),
    ),
  );
  if (!first || !second || !lead || !proctor || !lateLead) throw new Error("somebody is missing");
  return { first, second, lead, proctor, lateLead };
}
export const everybody = (staff: Staff): readonly ConsolePerson[] => Object.values(staff) as ConsolePerson[];

/** The candidate whose tablet is a page: the first seat of the room. */
export const THE_CANDIDATE = demoCandidates().find((one) => one.room === CENTRE.roomCode && one.seat === "1");
export const cardOfTheCandidate = (): string => {
  if (!THE_CANDIDATE) throw new Error("nobody sits there");
  return cardOf(THE_CANDIDATE);
};
export const openTablet = (day: Day): Promise<ACandidate> =>
  ACandidate.sitDown(day.browser, day.exam.address, tabletTexts);

export interface Crowd {
  readonly all: readonly CrowdTablet[];
  readonly late: readonly CrowdTablet[];
  /** Everybody else. */
  readonly inTime: readonly CrowdTablet[];
  /** Those of the room whose screens are open. */
  readonly room: readonly CrowdTablet[];
}

export async function crowdSitsDown({ exam }: Day): Promise<Crowd> {
  const chosen = theCrowd();
  const codeOf = new Map(chosen.map((one) => [one.studentNumber, one]));
  const all = await sitDownAll(exam.address, chosen.map(cardOf), exam.build);
  const who = (tablet: CrowdTablet) => codeOf.get(tablet.candidate.studentNumber);
  const isLate = (tablet: CrowdTablet) => LATE_CODES.includes(who(tablet)?.centre ?? "");
  return {
    all,
    late: all.filter(isLate),
    inTime: all.filter((tablet) => !isLate(tablet)),
    room: all.filter((tablet) => who(tablet)?.room === CENTRE.roomCode),
  };
}

type Stage = CrowdTablet["view"]["time"]["stage"];
/** Waits until all of these tablets show a stage. */
export const allAre = (tablets: readonly CrowdTablet[], stage: Stage): Promise<void> =>
  vi.waitFor(() => {
    const others = tablets.filter(({ view }) => view.time.stage !== stage);
    expect(others.map(({ candidate, view }) => `${candidate.centre} ${candidate.seat}: ${view.time.stage}`)).toEqual(
      [],
    );
  }, WAIT);

/** Everybody answers some questions. */
export async function answerAll(tablets: readonly CrowdTablet[], times: number): Promise<void> {
  await until(() => expect(tablets.filter(({ hasPaper }) => !hasPaper)).toEqual([]));
  for (const tablet of tablets)
    for (let n = 0; n < times; n++) expect(tablet.answer(), tablet.candidate.centre).toBe(true);
}

/** Waits until the national store has everything that was made on these tablets. */
export const allSecured = (tablets: readonly CrowdTablet[]): Promise<void> =>
  vi.waitFor(
    () => expect(tablets.filter((tablet) => !tablet.isSecured).map(({ view }) => view.counts)).toEqual([]),
    WAIT,
  );

export const until = (what: () => unknown): Promise<unknown> => vi.waitFor(what, WAIT);
