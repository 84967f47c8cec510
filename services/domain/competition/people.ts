/** Rows of a competition as computations need them. Ids are those of the tables; a candidate is a text, as in public files. */

/** A person who is registered, with the values of the identity fields by code; "" is no value. */
export interface Enrolled {
  readonly personId: number;
  readonly studentNumber: string;
  /** Null until one was given. */
  readonly anonymityNumber: string | null;
  readonly identity: Readonly<Record<string, string>>;
  /** Codes of the programmes that the person competes for (R17). */
  readonly programmes: readonly string[];
}
/** Either a mark of 0 to `maximum` thousandths or a special code. */
export type MarkValue = { readonly mark: number; readonly maximum: number } | { readonly code: string };
export interface StoredMark {
  readonly personId: number;
  readonly unit: string;
  readonly value: MarkValue;
}
/** What the office gives in place of a computation (R14). */
export interface GivenValue {
  readonly personId: number;
  readonly ranking: string;
  readonly total: number | null;
  readonly rank: number | null;
}

/** What computations and public files call a person: never the number that names them where marks are anonymous. */
export const candidateOf = (anonymity: boolean, { anonymityNumber, studentNumber }: Enrolled): string =>
  anonymity ? (anonymityNumber ?? "") : studentNumber;
