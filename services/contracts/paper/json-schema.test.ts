/** The schemas in docs/schema are generated: `npx vitest run --project unit services/contracts/paper -u` writes them. */
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { z } from "zod";
import { AnswerKey } from "#contracts/paper/key";
import { SourcePaper } from "#contracts/paper/source";
import { ViewPaper } from "#contracts/paper/view";
import { LotteryCommitment, OpenedLottery } from "#contracts/ranking/lottery";
import { RankingRules } from "#contracts/ranking/rules";

test.each([
  ["paper-1.json", "Amphi paper, version 1", SourcePaper],
  ["key-1.json", "Amphi answer key, version 1", AnswerKey],
  ["paper-view-1.json", "Amphi paper view, version 1", ViewPaper],
  ["ranking-rules-1.json", "Amphi ranking rules, version 1", RankingRules],
  ["lottery-commitment-1.json", "Amphi lottery commitment, version 1", LotteryCommitment],
  ["lottery-1.json", "Amphi opened lottery, version 1", OpenedLottery],
])("docs/schema/%s is fresh", async (name, title, schema: z.ZodType) => {
  // What an author may leave out is optional: the input side.
  const text = JSON.stringify({ title, ...z.toJSONSchema(schema, { io: "input" }) });
  const options = await resolveConfig(import.meta.filename);
  const formatted = await format(text, { printWidth: options?.printWidth ?? 80, parser: "json" });
  await expect(formatted).toMatchFileSnapshot(`../../../docs/schema/${name}`);
});
