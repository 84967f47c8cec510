/** What the database holds about the candidates of a ledger. */
export interface StoredRow {
  readonly sittingId: number;
  readonly candidateId: number;
  readonly epoch: number;
  readonly seq: number;
  readonly kind: string;
  readonly frame: string;
}
export interface StoredCurrent {
  readonly sittingId: number;
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
}
