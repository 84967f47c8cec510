/**
 * What a load generator writes down, one JSON object per line. The ledger is the generator's word against the
 * database's: `made` stands before the first send of an entry, `received` and `secured` when the server has said so.
 */
interface Who {
  readonly sittingId: number;
  readonly candidateId: number;
  readonly epoch: number;
}
/** An entry exists on the tablet; `frame` is its text, exactly as sent. */
export interface MadeLine extends Who {
  readonly line: "made";
  readonly seq: number;
  readonly frame: string;
}
/** The server acknowledged every entry of this epoch up to `seq`: D1 `received`, D2 `secured`. */
export interface AcknowledgedLine extends Who {
  readonly line: "received" | "secured";
  readonly seq: number;
}
/** A tablet could not go on: why, in words. */
export interface RefusedLine {
  readonly line: "refused";
  readonly tablet: number;
  readonly reason: string;
}
export type LedgerLine = MadeLine | AcknowledgedLine | RefusedLine;

export const ledgerText = (line: LedgerLine): string => JSON.stringify(line);

/** Reads one line; throws with the reason when it is not a ledger line: a damaged ledger proves nothing. */
export function parseLedgerLine(text: string): LedgerLine {
  const value: unknown = JSON.parse(text);
  if (isLedgerLine(value)) return value;
  throw new Error(`not a ledger line: ${text.slice(0, 120)}`);
}

function isLedgerLine(value: unknown): value is LedgerLine {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  if (fields["line"] === "refused") return Number.isInteger(fields["tablet"]) && typeof fields["reason"] === "string";
  const numbers = [fields["sittingId"], fields["candidateId"], fields["epoch"], fields["seq"]];
  if (!numbers.every((n) => Number.isInteger(n))) return false;
  if (fields["line"] === "made") return typeof fields["frame"] === "string";
  return fields["line"] === "received" || fields["line"] === "secured";
}
