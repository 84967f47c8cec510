/**
 * What the keys of a sealed paper are made from. Only words and bytes stand here; the hash functions are the servers' and
 * the tablets' own (runtime/seal.ts, client-core/seal.ts), and both must agree with the vectors of docs/package.md.
 *
 *     start key  ──▶ piece "opening" and every free section         (given to tablets at the start)
 *     cases key  ──▶ section key of each locked section             (given to ingest at the start, never to tablets)
 *     section key + path ──▶ key of one step of that section
 *
 * A path is what was validated so far, in order: SHA-256 chained over the steps and their items. Whoever locks something
 * else than the step that was shown arrives at another path, and that opens nothing.
 */
const SCHEME = "amphi-seal-1";

/** Info of HKDF-SHA256, no salt. */
export const SEAL_INFO = {
  /** From the start key: a free section. */
  free: (sectionId: string) => `${SCHEME}|free|${sectionId}`,
  /** From the cases key: the key of a locked section. */
  section: (sectionId: string) => `${SCHEME}|section|${sectionId}`,
  /** From a section key: the step that opens at a path (hex). */
  step: (path: string) => `${SCHEME}|step|${path}`,
  /** From a section key: what tokens are made with. */
  token: `${SCHEME}|token`,
} as const;

/** SHA-256 of it (hex) is the path of a section in which nothing is validated yet. */
export const firstPathText = (sectionId: string): string => `${SCHEME}|path|${sectionId}`;

/** SHA-256 of it (hex) is the path behind the lock of this step. `path`: the one before it, hex. */
export const nextPathText = (path: string, stepId: string, itemIds: readonly string[]): string =>
  [path, stepId, ...itemIds].join("\n");

/** HMAC-SHA256 of it with the token key: proof that this candidate has validated everything up to `path`. */
export const tokenText = (candidateId: number, path: string): string => `${candidateId}|${path}`;

/** Names of pieces; a piece's name is authenticated with it. `step` from 1. */
export const PIECE = {
  opening: "opening",
  section: (sectionId: string) => `section/${sectionId}`,
  step: (sectionId: string, step: number) => `step/${sectionId}/${step}`,
} as const;

export const SEAL_KEY_BYTES = 32;
export const SEAL_IV_BYTES = 12;
/** Of a code that is read out, see contracts/package/codes.ts. 75 random bits need no more stretching than this. */
export const CODE_ITERATIONS = 20_000;

/** The two papers of a sitting. */
export type WhichPaper = "main" | "backup";

/** The keys that open a paper, base64url of 32 bytes each: part of the act that opens it. */
export interface PaperKeys {
  readonly start: string;
  readonly cases: string;
}
