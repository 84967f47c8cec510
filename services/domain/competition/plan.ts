/**
 * What an office settles of a competition: one document, which is stored, exported, imported and copied from last year as it
 * is (R2, R3). Whoever has marks or wishes is none of it: those are rows. A competition without programmes, and an exam
 * without ranks, are plans whose lists are empty (R7).
 */
import type { LotteryMethod, Ranking, SpecialCode, Unit } from "#domain/ranking/rules";
import type { Moment } from "#domain/admission/reorientation/reorient";

/** R4: what is known of a student besides name and number. `choice`: one of `values`, and nothing else. */
export const FIELD_KINDS = ["text", "number", "date", "choice"] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
export interface IdentityField {
  readonly code: string;
  readonly name: string;
  readonly kind: FieldKind;
  readonly values: readonly string[];
  /** An enrolment without it is refused. */
  readonly needed: boolean;
}

/** Students one of whose values puts them in it: what over-quota rules, caps and reorientation speak of (R4, R23, R33). */
export interface Category {
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly values: readonly string[];
}

/** Stands in place of a mark (R10). */
export interface PlanCode extends SpecialCode {
  readonly name: string;
}

/** `office`: by CSV or by hand. `paper`: the marks of a run of an Amphi paper, never typed. */
export const UNIT_SOURCES = ["office", "paper"] as const;
export interface PlanUnit extends Unit {
  /** Half of the year, for whoever reads; 0: neither. Rankings of a term name their units themselves. */
  readonly term: 0 | 1 | 2;
  readonly source: (typeof UNIT_SOURCES)[number];
  /** Logins of the teachers to whom entry is delegated (R9). */
  readonly teachers: readonly string[];
}

/** A ranking of everybody: of the year, of a term (R13). */
export type PlanRanking = Omit<Ranking, "enrolled">;

/** R23–R25: `percent` of the initial places, or a number. */
export interface PlanOverQuota {
  readonly category: string;
  readonly percent?: number;
  readonly max?: number;
  readonly beyondCap: "consume" | "refuse";
}
/** What students are admitted to: a ranking of those enrolled in it, with places (R1, R5, R22). */
export interface PlanProgramme extends PlanRanking {
  readonly places: number;
  readonly overQuota: readonly PlanOverQuota[];
  readonly caps: readonly { readonly category: string; readonly max: number }[];
}

/** R33: of one ranking of everybody. Exactly one of the three conditions. */
export interface PlanReorientation {
  readonly code: string;
  readonly name: string;
  readonly ranking: string;
  readonly moment: Moment;
  readonly worstPercent?: number;
  readonly beyondHundredths?: number;
  /** Thousandths, over what the ranking's totals are over. */
  readonly totalBelow?: number;
  /** Codes of categories. */
  readonly only: readonly string[];
  readonly except: readonly string[];
}

/** Instants as ISO 8601 with an offset. */
export interface WishWindow {
  readonly name: string;
  readonly opensAt: string;
  readonly closesAt: string;
}
/** R18, R19: without a window students never enter any, and the office does. */
export interface PlanWishes {
  /** At most so many programmes in a list; 0: as many as there are. */
  readonly most: number;
  readonly windows: readonly WishWindow[];
}

/** R39: what students see of whom, once it is released. "everyone": without any identity. */
export const SHOWN = ["marks", "totals", "ranks", "wishes", "seat", "explanation"] as const;
export type Shown = (typeof SHOWN)[number];
export const AUDIENCES = ["nobody", "own", "everyone"] as const;
export type Audience = (typeof AUDIENCES)[number];

/** R40: what mails go out by themselves. */
export const MAIL_EVENTS = ["wishes-saved", "results-published", "seat-offered", "resignation"] as const;
export type MailEvent = (typeof MAIL_EVENTS)[number];

export interface CompetitionPlan {
  readonly format: "amphi-competition";
  readonly v: 1;
  readonly title: string;
  readonly shortTitle: string;
  /** A day, `2026-09-01`: the one that ages and statuses are taken at. */
  readonly referenceDate: string;
  /** A mask: `9` a digit, `A` a capital letter, `*` either, anything else itself; "": any number. */
  readonly studentNumber: string;
  /** Whoever enters marks sees anonymity numbers in place of names and student numbers (R9). */
  readonly anonymity: boolean;
  readonly identityFields: readonly IdentityField[];
  readonly categories: readonly Category[];
  readonly codes: readonly PlanCode[];
  /** A student without a mark in a unit that counts: the computation is refused, or as if this code stood there. */
  readonly missing: "refuse" | { readonly as: string };
  readonly units: readonly PlanUnit[];
  readonly rankings: readonly PlanRanking[];
  readonly programmes: readonly PlanProgramme[];
  readonly lottery: LotteryMethod;
  /** Whether seats are computed (R14). */
  readonly admissions: "computed" | "none";
  readonly reorientations: readonly PlanReorientation[];
  readonly wishes: PlanWishes;
  readonly visibility: Readonly<Record<Shown, Audience>>;
  readonly mails: readonly MailEvent[];
}

/** Initial places of all programmes together: what bounds of reorientation are taken of (R36). */
export const placesOf = ({ programmes }: CompetitionPlan): number =>
  programmes.reduce((sum, { places }) => sum + places, 0);

/** What a new competition begins with. */
export const emptyPlan = (title: string, shortTitle: string, referenceDate: string): CompetitionPlan => ({
  ...{ format: "amphi-competition", v: 1, title, shortTitle, referenceDate, studentNumber: "", anonymity: false },
  ...{ identityFields: [], categories: [], missing: "refuse", units: [], rankings: [], programmes: [] },
  codes: [{ code: "ABS", name: "Absent", effect: "zero" }],
  ...{ lottery: "none", admissions: "none", reorientations: [], mails: [] },
  wishes: { most: 0, windows: [] },
  visibility: { marks: "own", totals: "own", ranks: "own", wishes: "own", seat: "own", explanation: "own" },
});
