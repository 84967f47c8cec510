/** Whether an opened lottery is what was committed to: everything that can be computed again is. */
import type { SyncHash } from "#domain/answer/chain";
import { commitment, hashOfText, listHash, secretHash, seed } from "#domain/lottery/draw";
import type { Committed } from "#domain/lottery/preimages";
import { canonicalJson } from "#domain/marking/canonical-json";
import type { RankingRules } from "#domain/ranking/rules";

export interface Commitment extends Committed {
  readonly candidates: number;
  readonly commitment: string;
}
export interface Opened extends Commitment {
  readonly secret: string;
  readonly publicValue: string;
  readonly seed: string;
  readonly list: readonly string[];
}

/** Hexadecimal SHA-256 of the rules in canonical form: another layout of the same rules has the same. */
export const rulesHash = (sha256: SyncHash, rules: RankingRules): string => hashOfText(sha256, canonicalJson(rules));

/** Sentences; none: the commitment is the hash of what it names. */
export const commitmentProblems = (sha256: SyncHash, made: Commitment): string[] =>
  commitment(sha256, made) === made.commitment ? [] : ["the commitment is not the hash of what it names"];

/** Why a lottery does not belong to these rules. */
export function rulesProblemsOf(sha256: SyncHash, made: Commitment, rules: RankingRules): string[] {
  return [
    ...(made.rulesHash === rulesHash(sha256, rules) ? [] : ["it was committed to other rules"]),
    ...(made.source.method === rules.lottery
      ? []
      : [`its source is ${made.source.method}, where the rules say ${rules.lottery}`]),
  ];
}

/** Why a list of candidates is not the committed one. */
export const listProblems = (sha256: SyncHash, made: Commitment, list: readonly string[]): string[] =>
  listHash(sha256, list) === made.listHash && list.length === made.candidates
    ? []
    : ["the list of candidates is not the committed one"];

/** What of an opened lottery does not fit; none: the seed could not be chosen by anybody. */
export function openedProblems(sha256: SyncHash, opened: Opened): string[] {
  const { secret, publicValue, list } = opened;
  return [
    ...commitmentProblems(sha256, opened),
    ...listProblems(sha256, opened, list),
    ...(secretHash(sha256, secret) === opened.secretHash ? [] : ["the secret is not the committed one"]),
    ...(seed(sha256, opened.listHash, publicValue, secret) === opened.seed
      ? []
      : ["the seed is not the hash of list, public value and secret"]),
  ];
}
