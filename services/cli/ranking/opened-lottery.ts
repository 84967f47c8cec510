import { BadInput } from "#cli/command";
import { sha256 } from "#cli/ranking/hashes";
import { readJsonFile } from "#cli/ranking/json-file";
import { OpenedLottery } from "#contracts/ranking/lottery";
import { openedProblems, rulesProblemsOf } from "#domain/lottery/check";
import type { RankingRules } from "#domain/ranking/rules";

/** The lottery of these rules, opened: nothing of its file is believed that can be computed again. Throws BadInput. */
export function readOpenedLottery(path: string, rules: RankingRules): OpenedLottery {
  const opened = readJsonFile(path, OpenedLottery);
  const problems = [...openedProblems(sha256, opened), ...rulesProblemsOf(sha256, opened, rules)];
  if (problems.length > 0) throw new BadInput(...problems.map((problem) => `${path}: ${problem}`));
  return opened;
}
