import { randomBytes } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type pg from "pg";
import { type Command, Refusal, UsageError } from "#cli/command";
import { readPrivateKey } from "#cli/evidence/keys";
import { signStatement } from "#cli/evidence/signed-file";
import { MANIFEST } from "#cli/export/check-files";
import { type Piece, writePieces, type WrittenFile } from "#cli/export/file-writer";
import { createLogLines, CURRENT_HEADER, currentLines } from "#cli/export/lines";
import { COUNTED_FILE, createLogFold, SET_ASIDE_FILE, SET_ASIDE_HEADER } from "#cli/export/log-fold";
import { readOptions, wholeNumber } from "#cli/import/arguments";
import { CANDIDATES_FILE, CANDIDATES_HEADER, candidateLines } from "#cli/replay/candidates-file";
import { exportedAct, JOURNAL_FILE } from "#cli/replay/journal-file";
import { placesOf, storedActs } from "#cli/replay/stored";
import type { ExportManifest } from "#contracts/evidence";
import { withoutKeys } from "#domain/sitting/act";
import { foldJournal } from "#domain/sitting/state";
import { inTransaction } from "#postgres/connection";
import {
  currentOf,
  type CurrentRow,
  epochRowsOf,
  logOf,
  type LogRow,
  markersOf,
  seatRowsOf,
} from "#postgres/queries/export";
import { seatsOf } from "#postgres/queries/places";
import { databaseOf } from "#postgres/queries/reading";
import { durationsOf, findSitting, type SittingPlan } from "#postgres/queries/sittings";
import { oneSnapshot } from "#postgres/queries/snapshot";

const ID_MAX = 2_147_483_647;

/** A sitting's answers as files with a signed manifest: one instant of the database, all of it or nothing. */
export const exportAnswersCommand: Command = {
  path: ["export", "answers"],
  usage: "export answers --sitting S --out DIR",
  summary:
    "writes a sitting's log, the answers that count and those set aside, devices, journal and candidates' ends into a new folder,\n      with a signed manifest",
  async run(args, context) {
    const values = readOptions(args, { sitting: { type: "string" }, out: { type: "string" } });
    if (values.sitting === undefined || values.out === undefined)
      throw new UsageError("--sitting and --out are needed");
    const sittingId = wholeNumber("sitting", values.sitting, 1, ID_MAX);
    const folder = resolve(values.out);
    const key = await readPrivateKey(context.receiptKeyFile);
    await mustBeFree(folder);
    const partial = `${folder}.partial-${randomBytes(4).toString("hex")}`;
    try {
      const manifest = await inTransaction(context.database(), async (client) => {
        await oneSnapshot(client);
        const sitting = await findSitting(databaseOf(client), sittingId);
        if (sitting === null) throw new Refusal(`there is no sitting ${sittingId}; amphi sitting list shows them`);
        await mkdir(dirname(folder), { recursive: true });
        await mkdir(partial);
        return manifestOf(sitting, await writeFiles(client, sitting, partial), context.now());
      });
      await writeFile(join(partial, MANIFEST), await signStatement(manifest, key), { flag: "wx" });
      await rename(partial, folder);
      context.out(`${folder}: ${manifest.files.map((file) => `${file.name} ${file.rows}`).join(", ")}`);
      return 0;
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  },
};

async function mustBeFree(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new Refusal(`${folder}: ${error.code ?? error.message}: not a folder to write to`);
  });
  if (found.length > 0) throw new Refusal(`${folder} is not empty: an export takes a new folder`);
}

async function writeFiles(client: pg.PoolClient, sitting: SittingPlan, folder: string): Promise<WrittenFile[]> {
  const { id: sittingId, examId } = sitting;
  const database = databaseOf(client);
  const acts = (await storedActs(client, sittingId)).map(withoutKeys);
  const state = foldJournal(acts);
  const durations = durationsOf(sitting);
  const [seats, markers] = [await seatsOf(database, examId), await markersOf(client, sittingId)];
  const fold = createLogFold({ seats, markers, state, durations });
  const lineOf = createLogLines();
  const log = pieces(logOf(client, sittingId), (rows) => jsonLines(rows.map(lineOf)));
  const epochs = pieces(epochRowsOf(client, sittingId), (rows) => jsonLines(rows.map((row) => JSON.stringify(row))));
  const current = pieces(currentOf(client, sittingId), currentLines);
  const places = await placesOf(database, examId);
  const journal = jsonLines(acts.map((act, n) => JSON.stringify({ position: n + 1, act: exportedAct(act, places) })));
  const candidates = pieces(seatRowsOf(client, examId), (rows) => candidateLines(rows, state, durations));
  // One after the other: they share the connection and its cursor.
  return [
    await writePieces(folder, "answer-log.jsonl", "", log),
    await writePieces(folder, COUNTED_FILE, CURRENT_HEADER, counted(fold, logOf(client, sittingId))),
    await writePieces(folder, SET_ASIDE_FILE, SET_ASIDE_HEADER, onePiece(fold.setAside())),
    await writePieces(folder, "epochs.jsonl", "", epochs),
    await writePieces(folder, "current-answers.csv", CURRENT_HEADER, current),
    await writePieces(folder, JOURNAL_FILE, "", onePiece({ text: journal, rows: acts.length })),
    await writePieces(folder, CANDIDATES_FILE, CANDIDATES_HEADER, candidates),
  ];
}

async function* counted(fold: ReturnType<typeof createLogFold>, log: AsyncIterable<LogRow[]>): AsyncGenerator<Piece> {
  const piece = (rows: CurrentRow[]) => ({ text: currentLines(rows), rows: rows.length });
  for await (const rows of log) yield piece(fold.take(rows));
  yield piece(fold.finish());
}

async function* onePiece(piece: Piece): AsyncGenerator<Piece> {
  yield await Promise.resolve(piece);
}

const jsonLines = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

async function* pieces<R>(batches: AsyncIterable<R[]>, textOf: (rows: R[]) => string): AsyncGenerator<Piece> {
  for await (const rows of batches) yield { text: textOf(rows), rows: rows.length };
}

function manifestOf(sitting: SittingPlan, files: WrittenFile[], nowMs: number): ExportManifest {
  return {
    format: "amphi-export",
    version: 1,
    issuedAtMs: nowMs,
    issuedAt: new Date(nowMs).toISOString(),
    sitting: { id: sitting.id, title: sitting.title, paper: sitting.paperSlug, paperSha256: sitting.viewSha256 },
    files,
  };
}
