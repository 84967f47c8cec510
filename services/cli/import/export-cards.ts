/** `amphi export cards`: the only moment when card codes exist in clear. */
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Refusal, UsageError, type Command } from "#cli/command";
import type { CliContext } from "#cli/context";
import { chosenExam, readArguments } from "#cli/import/arguments";
import { cardSheet, type PrintedCard } from "#cli/import/card-sheet";
import { CARD_CODE_BYTES, cardCodeFrom } from "#domain/exam/card-code";
import { cardHmac, cardHolders, issueCards, type CardHolder } from "#postgres/exam/cards";
import { lockExam, type ExamRef } from "#postgres/exam/exams";
import { findRooms } from "#postgres/exam/places";

const OPTIONS = {
  exam: { type: "string" },
  room: { type: "string" },
  out: { type: "string" },
  reissue: { type: "boolean" },
  missing: { type: "boolean" },
} as const;

export const exportCardsCommand: Command = {
  path: ["export", "cards"],
  usage: "export cards --out FILE.pdf [--exam SLUG] [--room CODE] [--missing | --reissue]",
  summary: "makes sign-in cards as a PDF; --reissue revokes the old ones, --missing makes only those nobody has yet",
  async run(args, context) {
    const { values, positionals } = readArguments(args, OPTIONS);
    const out = values.out;
    if (out === undefined || positionals.length > 0) throw new UsageError("--out FILE.pdf is needed");
    if (values.reissue && values.missing) throw new UsageError("--missing and --reissue exclude each other");
    if (existsSync(out)) throw new Refusal(`${out} exists; cards are never written over others`);
    const draft = `${out}.part`;
    const done = await issueInto(draft, values, context);
    // From here on the cards are in force, and the draft is the only place where their codes stand: it must stay.
    try {
      renameSync(draft, out);
    } catch (error) {
      throw new Refusal(`the cards are in force and stand in ${draft}, which could not be renamed: ${String(error)}`);
    }
    context.out(`${out}: ${done}`);
    return 0;
  },
};

interface Choice {
  readonly exam?: string;
  readonly room?: string;
  readonly reissue?: boolean;
  readonly missing?: boolean;
}

/** One transaction: either the cards are in force and the draft is on the disk, or neither. */
async function issueInto(draft: string, choice: Choice, context: CliContext): Promise<string> {
  try {
    return await drizzle(context.database()).transaction(async (tx) => {
      const exam = await chosenExam(tx, choice.exam);
      await lockExam(tx, exam.id);
      return issue(tx, exam, await chosenHolders(tx, exam, choice), draft, context);
    });
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

async function chosenHolders(db: NodePgDatabase, exam: ExamRef, values: Choice): Promise<CardHolder[]> {
  const holders = await cardHolders(
    db,
    exam.id,
    values.room === undefined ? null : [await roomId(db, exam, values.room)],
  );
  const chosen = values.missing ? holders.filter((one) => !one.hasCard) : holders;
  if (chosen.length === 0)
    throw new Refusal(values.missing ? "every candidate has a card" : "there is no candidate to make a card for");
  const having = chosen.filter((one) => one.hasCard).length;
  if (having > 0 && !values.reissue)
    throw new Refusal(
      `${having} of ${chosen.length} candidates have a card already; ` +
        "--reissue revokes those and makes new ones, --missing makes only the others",
    );
  return chosen;
}

async function roomId(db: NodePgDatabase, exam: ExamRef, code: string): Promise<number> {
  const found = await findRooms(db, exam.id, code);
  const [only] = found;
  if (!only) throw new Refusal(`no room "${code}" in exam "${exam.slug}"`);
  if (found.length > 1)
    throw new Refusal(`several rooms "${code}": ${found.map((one) => `${one.centre}/${one.room}`).join(", ")}`);
  return only.id;
}

/** Makes codes, stores their HMAC, writes the draft to disk. The transaction commits after that. */
async function issue(
  db: NodePgDatabase,
  exam: ExamRef,
  holders: readonly CardHolder[],
  draft: string,
  context: CliContext,
): Promise<string> {
  const cards = holders.map((holder) => ({ holder, code: cardCodeFrom(randomBytes(CARD_CODE_BYTES)) }));
  const revoked = await issueCards(
    db,
    cards.map(({ holder, code }) => ({
      candidateId: holder.candidateId,
      codeHmac: cardHmac(context.cardSecret, code),
    })),
  );
  writeDurably(draft, await cardSheet(exam.title, cards.map(printed)));
  const rooms = new Set(holders.map((one) => JSON.stringify([one.centreCode, one.roomCode]))).size;
  return `${cards.length} cards in ${rooms} ${rooms === 1 ? "room" : "rooms"}, ${revoked} old ones revoked`;
}

const printed = ({ holder, code }: { holder: CardHolder; code: string }): PrintedCard => ({
  ...holder,
  extraTime: holder.extraTimeNumerator > holder.extraTimeDenominator,
  code,
});

/** Readable by its owner only, and on the disk before the codes come into force. */
function writeDurably(file: string, bytes: Buffer): void {
  const descriptor = openDraft(file);
  try {
    writeSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function openDraft(file: string): number {
  try {
    return openSync(file, "w", 0o600);
  } catch (error) {
    throw new Refusal(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
