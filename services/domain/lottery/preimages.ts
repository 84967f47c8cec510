/**
 * What the lottery hashes, as texts that anybody can write again with a shell (docs/ranking.md): every line ends with a
 * line feed, hashes and secrets are 64 lower-case hexadecimal digits. ADMISSIONS, "Lottery".
 */

/** What is not known yet when the commitment is published, and will be public later. */
export type LotterySource =
  | { readonly method: "beacon"; readonly beacon: string; readonly round: number }
  | { readonly method: "public-numbers"; readonly sources: readonly string[] };

const VERSION = "v1";

/** Numbers of the candidates, ascending by character, each once. */
export const listText = (candidates: readonly string[]): string =>
  [...candidates].sort((a, b) => (a < b ? -1 : 1)).reduce((text, candidate) => `${text}${candidate}\n`, "");

const sourceText = (source: LotterySource): string =>
  source.method === "beacon"
    ? `beacon ${JSON.stringify(source.beacon)} ${source.round}`
    : `public-numbers ${JSON.stringify(source.sources)}`;

export interface Committed {
  readonly listHash: string;
  readonly rulesHash: string;
  readonly source: LotterySource;
  /** Hash of the secret's digits. */
  readonly secretHash: string;
}
/** The commitment is the hash of this. */
export const commitmentText = ({ listHash, rulesHash, source, secretHash }: Committed): string =>
  `amphi lottery commitment ${VERSION}\n${listHash}\n${rulesHash}\n${sourceText(source)}\n${secretHash}\n`;

/**
 * The seed is the hash of this. `publicValue`: the beacon's value in hexadecimal, or the public numbers in their canonical
 * form (public-numbers.ts).
 */
export const seedText = (listHash: string, publicValue: string, secret: string): string =>
  `amphi lottery seed ${VERSION}\n${listHash}\n${publicValue}\n${secret}\n`;
