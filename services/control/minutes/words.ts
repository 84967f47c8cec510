/** The words of minutes, which each language says in its own way. */
import type { ActKind, Attendance, Audience, IncidentCategory, Registration } from "#domain/sitting/act";
import type { StaffRole } from "#domain/staff/account";

export interface Words {
  readonly language: string;
  readonly title: string;
  readonly minutesOf: (centre: string, sitting: string) => string;
  readonly page: (page: number, count: number) => string;
  readonly nation: string;
  readonly none: string;
  readonly acts: Readonly<Record<ActKind, string>>;
  readonly roles: Readonly<Record<StaffRole, string>>;
  readonly attendance: Readonly<Record<Attendance | "unknown", string>>;
  readonly audience: Readonly<Record<Audience, string>>;
  readonly incident: Readonly<Record<IncidentCategory, string>>;
  readonly registration: Readonly<Record<Registration, string>>;
  readonly owes: Readonly<Record<"submission" | "entries" | "receipt", string>>;
  readonly headings: Readonly<
    Record<
      | "times"
      | "acts"
      | "pauses"
      | "incidents"
      | "instructions"
      | "credits"
      | "changes"
      | "attendance"
      | "lost"
      | "chat"
      | "signatures",
      string
    >
  >;
  readonly columns: Readonly<
    Record<
      | "room"
      | "start"
      | "end"
      | "otherEnds"
      | "time"
      | "act"
      | "scope"
      | "author"
      | "cause"
      | "from"
      | "until"
      | "category"
      | "number"
      | "audience"
      | "text"
      | "what"
      | "amount"
      | "seat"
      | "anonymity"
      | "name"
      | "state"
      | "receipt"
      | "paused"
      | "offline"
      | "late"
      | "workedInPause"
      | "waited"
      | "proposed"
      | "thread",
      string
    >
  >;
  readonly facts: Readonly<
    Record<
      | "exam"
      | "sitting"
      | "paper"
      | "centre"
      | "rooms"
      | "planned"
      | "duration"
      | "issued"
      | "signed"
      | "people"
      | "rehearsal",
      string
    >
  >;
  readonly rehearsal: string;
  readonly unsigned: string;
  readonly signedBy: (author: string, at: string) => string;
  readonly people: (expected: number, present: number, absent: number, left: number) => string;
  /** "Credit: 5 min". */
  readonly with: (what: string, detail: string) => string;
  readonly actAt: (what: string, time: string) => string;
  readonly second: (second: string) => string;
  readonly override: (reason: string) => string;
  readonly undone: string;
  readonly corrects: (number: number) => string;
  readonly correctedBy: (number: number) => string;
  readonly extraTime: (fraction: string) => string;
  readonly waived: (reason: string) => string;
  readonly backupPaper: string;
  readonly notPaused: string;
  readonly open: string;
  /** What a code opens: of the start, or of a section, and which one of them. */
  readonly codeOf: (sectionId: string | null, number: number) => string;
  readonly offlineOf: (count: number, longest: string) => string;
  readonly lostRule: string;
  readonly lostOf: (paused: string, offline: number, proposed: number) => string;
  readonly common: string;
  readonly centreThread: string;
  readonly missing: Readonly<Record<"submissions" | "connections" | "chat", string>>;
  readonly signatureLines: readonly string[];
}
