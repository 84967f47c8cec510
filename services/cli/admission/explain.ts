import { inputFrom, resultFrom } from "#cli/admission/files";
import { languageOf } from "#cli/admission/language";
import { BadInput, type Command, UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { decisionOf } from "#domain/admission/explanation/decision";
import { explained } from "#domain/admission/explanation/words";

/** R32: a decision in words, in one language or, without `--language`, in both. */
export const explainCommand: Command = {
  path: ["explain"],
  usage: "explain --in IN.json --result OUT.json --candidate ID [--language fr|en]",
  summary: "says in words why a candidate got that seat or none, wish by wish",
  async run(args, context) {
    const { values, positionals } = readArguments(args, {
      in: { type: "string" },
      result: { type: "string" },
      candidate: { type: "string" },
      language: { type: "string" },
    });
    const { in: from, result: path, candidate: id } = values;
    if (from === undefined || path === undefined || id === undefined || positionals.length > 0)
      throw new UsageError("--in FILE, --result FILE and --candidate ID are needed, and nothing else");
    const language = languageOf(values.language);
    const input = await inputFrom(from, "nothing was explained");
    const { seats, mode } = await resultFrom(path, input, "nothing was explained");
    const candidate = input.names.candidates.indexOf(id);
    if (candidate === -1) throw new BadInput(`${from}: no candidate has the id ${JSON.stringify(id)}`);
    const decision = decisionOf(input.market, input.round, seats, mode, candidate);
    for (const one of language === null ? (["fr", "en"] as const) : [language])
      for (const line of explained(decision, input.names, one)) context.out(line);
    return 0;
  },
};
