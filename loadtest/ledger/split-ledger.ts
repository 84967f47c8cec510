/**
 * Deals the lines of ledgers into files of few candidates each, in order: whoever joins them with the database holds a
 * part of the candidates at a time, however long the rehearsal was.
 */
import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { candidateOfLine } from "#loadtest/ledger/line";

export interface SplitLedger {
  /** One file for each part of the candidates. */
  readonly files: readonly string[];
  /** Lines of no candidate: tablets that gave up, downloads of other rooms. */
  readonly others: readonly string[];
  /** The last line of a ledger that was cut while it was written; empty where nothing was. */
  readonly cut: readonly string[];
}

/** `parts`: how many files, made in `folder`. Rejects with file and number when a line is not one of a ledger. */
export async function splitLedger(ledgers: readonly string[], folder: string, parts: number): Promise<SplitLedger> {
  const files = Array.from({ length: parts }, (_, n) => join(folder, `part-${n + 1}.ledger`));
  const streams = files.map((file) => createWriteStream(file));
  const others: string[] = [];
  const cut: string[] = [];
  try {
    for (const ledger of ledgers) await dealOne(ledger, streams, others, cut);
  } finally {
    for (const stream of streams) stream.end();
    await Promise.all(streams.map((stream) => finished(stream)));
  }
  return { files, others, cut };
}

async function dealOne(ledger: string, streams: WriteStream[], others: string[], cut: string[]): Promise<void> {
  let number = 0;
  let endsWhole = true;
  const input = createReadStream(ledger, "utf8");
  input.on("data", (chunk) => (endsWhole = chunk.at(-1) === "\n"));
  let last: string | null = null;
  const deal = async (text: string) => {
    const candidateId = candidateOfLine(text);
    if (candidateId === null) return void others.push(text);
    const stream = streams[candidateId % streams.length];
    if (stream && !stream.write(`${text}\n`)) await once(stream, "drain");
  };
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      if (last !== null && last !== "") await deal(last);
      number++;
      last = text;
    }
    if (last !== null && last !== "")
      if (endsWhole) await deal(last);
      else cut.push(last);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${ledger}, line ${number}: ${why}`, { cause: error });
  }
}
