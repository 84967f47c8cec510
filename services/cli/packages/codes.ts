/** `amphi codes`: what goes into the sealed envelopes, one for each room and paper. */
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import { withSecretFile } from "#cli/import/secret-file";
import { codeSheets, type CodeSheet } from "#cli/packages/code-sheet";
import { groupedOfflineCode } from "#domain/exam/offline-code";
import type { WhichPaper } from "#domain/seal/labels";
import { lockedSectionsOf, offlineCodesOf } from "#postgres/queries/offline-codes";
import { databaseOf } from "#postgres/queries/reading";
import { placesOf } from "#postgres/queries/roster";
import { findSitting, type SittingPlan } from "#postgres/queries/sittings";

const ID_MAX = 2_147_483_647;

export const codesPrintCommand: Command = {
  path: ["codes", "print"],
  usage: "codes print SITTING --out FILE.pdf",
  summary: "prints the codes that open a sitting's papers without a network: a sheet for the envelope of each room",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { out: { type: "string" } });
    const { out } = values;
    if (out === undefined) throw new UsageError("--out FILE.pdf is needed");
    const { sitting, sheets } = await sheetsOf(positionals, context);
    await withSecretFile(out, "codes", async (file) => file.write(await codeSheets(sitting.title, sheets)));
    context.out(`${out}: ${sheets.length} ${sheets.length === 1 ? "sheet" : "sheets"}`);
    return 0;
  },
};

export const codesListCommand: Command = {
  path: ["codes", "list"],
  usage: "codes list SITTING",
  summary: 'lists those codes, one a line: main or backup, centre, room, section or "start", number, code',
  async run(args, context) {
    const { sheets } = await sheetsOf(readArguments(args, {}).positionals, context);
    for (const { paper, centre, room, codes } of sheets)
      for (const { sectionId, number, code } of codes)
        context.out([paper, centre.code, room.code, sectionId ?? "start", number, groupedOfflineCode(code)].join("\t"));
    return 0;
  },
};

/** Sheets of a sitting: all of the main paper first, by centre and room. Throws Refusal when there are none. */
async function sheetsOf(
  positionals: readonly string[],
  context: CliContext,
): Promise<{ sitting: SittingPlan; sheets: CodeSheet[] }> {
  const [id, ...rest] = positionals;
  if (id === undefined || rest.length > 0) throw new UsageError("one sitting is needed");
  const sittingId = wholeNumber("sitting", id, 1, ID_MAX);
  const database = databaseOf(context.database());
  const sitting = await findSitting(database, sittingId);
  if (sitting === null) throw new Refusal(`there is no sitting ${sittingId}; amphi sitting list shows them`);
  const codes = await offlineCodesOf(database, { sittingId });
  const sections = await lockedSectionsOf(database, sittingId);
  const places = await placesOf(database, sitting.examId);
  const papers: readonly WhichPaper[] = sitting.backup === null ? ["main"] : ["main", "backup"];
  const sheets = papers.flatMap((paper) => {
    const titles = sections.filter((one) => one.paper === paper);
    const placeOf = (sectionId: string | null) => titles.findIndex(({ id: known }) => known === sectionId);
    return places.flatMap((centre) =>
      centre.rooms.flatMap((room): CodeSheet[] => {
        const ofRoom = codes
          .filter((one) => one.paper === paper && one.roomId === room.id)
          .map((one) => ({ ...one, sectionTitle: titles[placeOf(one.sectionId)]?.title ?? null }))
          .sort((a, b) => placeOf(a.sectionId) - placeOf(b.sectionId) || a.number - b.number);
        return ofRoom.length === 0 ? [] : [{ paper, centre, room, codes: ofRoom }];
      }),
    );
  });
  if (sheets.length === 0)
    throw new Refusal(`the papers of sitting ${sittingId} are not sealed yet; amphi packages status shows them`);
  return { sitting, sheets };
}
