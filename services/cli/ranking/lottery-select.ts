/** `amphi lottery select`: the selection of RFC 3797 itself, as the RFC prints it, to compare with any other program's. */
import { type Command, UsageError } from "#cli/command";
import { readOptions, wholeNumber } from "#cli/import/arguments";
import { md5 } from "#cli/ranking/hashes";
import { readNumbers } from "#cli/ranking/public-value";
import { numberString, POOL_MAX, selectFromPool } from "#domain/lottery/public-numbers";

export const lotterySelectCommand: Command = {
  path: ["lottery", "select"],
  usage: "lottery select --numbers FILE.txt [--pool N --count N]",
  summary: "canonical text of public numbers, and a selection from a numbered pool, by RFC 3797",
  async run(args, context) {
    const values = readOptions(args, {
      numbers: { type: "string" },
      pool: { type: "string" },
      count: { type: "string" },
    });
    if (values.numbers === undefined) throw new UsageError("--numbers FILE.txt is needed");
    if ((values.pool === undefined) !== (values.count === undefined))
      throw new UsageError("--pool and --count go together");
    const pool = values.pool === undefined ? 0 : wholeNumber("pool", values.pool, 1, POOL_MAX);
    const count = values.count === undefined ? 0 : wholeNumber("count", values.count, 1, pool);
    const text = numberString(readNumbers(values.numbers)) ?? "";
    context.out(text);
    selectFromPool(md5, text, pool, count).forEach(({ digest, among, selected }, turn) => {
      context.out(`${String(turn + 1).padStart(5)}  ${digest}  ${String(among).padStart(5)}  ${selected}`);
    });
    return 0;
  },
};
