/** What the database holds about the candidates of a ledger, in the rehearsed sitting. */
export interface StoredRow {
  readonly candidateId: number;
  readonly epoch: number;
  readonly seq: number;
  readonly kind: string;
  readonly frame: string;
}
export interface StoredCurrent {
  readonly candidateId: number;
  readonly itemId: string;
  readonly epoch: number;
  readonly seq: number;
  readonly value: unknown;
}
export interface Stored {
  readonly log: readonly StoredRow[];
  readonly current: readonly StoredCurrent[];
  /** Records of these candidates that could not be stored as entries. */
  readonly quarantined: number;
  /** When each candidate's time is over by the stored journal, ms; null: not known. Nobody else's. */
  readonly ends: ReadonlyMap<number, number | null>;
}
