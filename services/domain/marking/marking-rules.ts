/** What of the formulas is data: a run names the version it was made with. */

export interface MarkingRules {
  /** Named in every run: other rules, another version. */
  readonly version: string;
  /** QRM: thousandths of the item for 0, 1, 2… discordances; beyond the list 0. Never rising. */
  readonly discordances: readonly number[];
  /** An answer without any tick is worth 0, also where the discordances alone would give something. */
  readonly emptyIsNothing: boolean;
  /** QRP, QRPL, QZP: more ticks or points than announced are worth 0; else only the penalty speaks. */
  readonly tooManyIsNothing: boolean;
  /** QRP, QRPL: thousandths of the item taken away for each wrong tick, never below 0. */
  readonly wrongTickPenalty: number;
  /** QZP: the same for each point outside every zone. */
  readonly wrongPointPenalty: number;
}

/**
 * The rules of the national exam as far as they are known. Discordances: ECNi and EDN. For QRP and QRPL the sources give
 * x/n and no penalty; QZP is our proposal.
 */
export const RULES_1: MarkingRules = {
  version: "1",
  discordances: [1000, 500, 200],
  emptyIsNothing: true,
  tooManyIsNothing: true,
  wrongTickPenalty: 0,
  wrongPointPenalty: 0,
};
