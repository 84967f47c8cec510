import { BadInput } from "#cli/command";
import { readJsonFile } from "#cli/ranking/json-file";
import { RankingRules as RankingRulesFile } from "#contracts/ranking/rules";
import { problemLine } from "#domain/exam/problem";
import type { RankingRules } from "#domain/ranking/rules";
import { rulesProblems } from "#domain/ranking/rules-problems";

/** Rules that can be ranked by. Throws BadInput with every problem of the file. */
export function readRulesFile(path: string): RankingRules {
  const rules = readJsonFile(path, RankingRulesFile);
  const problems = rulesProblems(rules);
  if (problems.length > 0) throw new BadInput(...problems.map((one) => `${path}: ${problemLine(one)}`));
  return rules;
}
