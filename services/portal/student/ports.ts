/** What students' routes need. Reads reject with StoreTrouble. */
import type { StudentSession } from "#contracts/portal/student/account";
import type { AccountBudget } from "#http/account-budget";
import type { FailureBudget } from "#http/failure-budget";
import type { CasServer } from "#portal/student/cas/cas-server";
import type { CasValidation } from "#portal/student/cas/validate-ticket";
import type { PublicationBook } from "#portal/student/publication-book";
import type { Access } from "#postgres/queries/student/access-log";
import type { StoredStudent } from "#postgres/queries/student/accounts";
import type { KeptAnswer, keepAnswer } from "#postgres/queries/student/seat-answers";
import type { TakenPart } from "#postgres/queries/student/competitions";
import type { KeptList, WishPlace, WishState } from "#postgres/queries/student/wishes";
import type { MailLanguage } from "#domain/mail/mail-text";
import type { PasswordLink } from "#domain/student/account";
import type { SeatAnswerAsked, SeatOffer } from "#domain/student/seat-answer";
import type { SaveOutcome, WishesAsked } from "#domain/student/wish-list";

export interface StudentDirectory {
  byLogin(login: string): Promise<StoredStudent | null>;
  byCas(server: string, user: string): Promise<StoredStudent | null>;
  /** Null: no student of the server's populations has this number, or another user is bound to them. */
  bindCas(server: CasServer, user: string, studentNumber: string): Promise<StoredStudent | null>;
  setPassword(accountId: number, hash: string): Promise<boolean>;
  setLanguage(accountId: number, language: MailLanguage): Promise<void>;
  linkOf(token: string): Promise<(PasswordLink & { readonly student: StoredStudent }) | null>;
  /** False: it was taken meanwhile. */
  useLink(token: string, hash: string, nowMs: number): Promise<boolean>;
  /** Queues the mail with a link to choose another password. */
  queueReset(student: StoredStudent, nowMs: number): Promise<void>;
}
export interface StudentSessionStore {
  open(
    session: Omit<StudentSession, "expiresAtMs">,
    ticket?: string,
  ): Promise<{ readonly token: string; readonly session: StudentSession }>;
  find(token: string, nowMs: number): Promise<StudentSession | null>;
  change(token: string, session: StudentSession, nowMs: number): Promise<void>;
  end(token: string): Promise<void>;
  endAll(accountId: number, except?: string): Promise<void>;
  endByTicket(server: string, ticket: string): Promise<boolean>;
}
export interface StudentCompetitions {
  of(personIds: readonly number[]): Promise<readonly TakenPart[]>;
  wishState(place: WishPlace, atMs: number): Promise<WishState | null>;
  /** With the mail that confirms it, where the plan sends one. */
  saveWishes(
    place: WishPlace,
    asked: WishesAsked,
    receivedAtMs: number,
    student: StudentSession,
  ): Promise<SaveOutcome | null>;
  wishHistory(place: WishPlace): Promise<readonly KeptList[]>;
  answers(place: WishPlace): Promise<readonly KeptAnswer[]>;
  /** With the mail that confirms it. */
  keepAnswer(
    place: WishPlace,
    offer: SeatOffer,
    asked: SeatAnswerAsked,
    at: { readonly receivedAtMs: number; readonly proven: boolean },
    student: StudentSession,
  ): ReturnType<typeof keepAnswer>;
}
export interface StudentParts {
  readonly directory: StudentDirectory;
  readonly passwords: {
    hash(password: string): Promise<string>;
    verify(hashed: string | null, password: string): Promise<boolean>;
  };
  readonly sessions: StudentSessionStore;
  /** Attempts per account, failures of all together, and links asked for. */
  readonly attempts: AccountBudget;
  readonly failures: FailureBudget;
  readonly links: AccountBudget;
  readonly casServers: readonly CasServer[];
  readonly validateTicket: (server: CasServer, service: string, ticket: string) => Promise<CasValidation>;
  readonly competitions: StudentCompetitions;
  readonly book: PublicationBook;
  /** Written soon after, many at once. */
  readonly noteAccess: (access: Access) => void;
  /** Address that people type, without a slash at its end. */
  readonly portalUrl: string;
  readonly secureCookies: boolean;
  readonly now: () => number;
}
