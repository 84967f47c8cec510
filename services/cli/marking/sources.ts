/** Where the answers of a run lie: one file, or the folder that `amphi export answers` wrote. */
import { createReadStream, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BadInput } from "#cli/command";
import { COUNTED_FILE, SET_ASIDE_FILE } from "#cli/export/log-fold";
import { CANDIDATES_FILE } from "#cli/replay/candidates-file";

const EPOCHS_FILE = "epochs.jsonl";

export interface AnswerSources {
  readonly answers: string;
  /** Null: nobody is known but by their answers. */
  readonly candidates: string | null;
  readonly setAside: string | null;
  /** One line per device that signed in; null: who was there is not known. */
  readonly epochs: string | null;
}

/** `answers`: a CSV file or an export's folder; files named besides go before those of the folder. */
export function answerSources(answers: string, candidates: string | null, setAside: string | null): AnswerSources {
  const stat = statSync(answers, { throwIfNoEntry: false });
  if (stat === undefined) throw new BadInput(`${answers}: no such file or folder`);
  if (!stat.isDirectory()) return { answers, candidates, setAside, epochs: null };
  const beside = (name: string) => (existsSync(join(answers, name)) ? join(answers, name) : null);
  return {
    answers: join(answers, COUNTED_FILE),
    candidates: candidates ?? beside(CANDIDATES_FILE),
    setAside: setAside ?? beside(SET_ASIDE_FILE),
    epochs: beside(EPOCHS_FILE),
  };
}

/** Anonymity numbers of those who signed in on a tablet. */
export async function signedIn(path: string): Promise<ReadonlySet<string>> {
  const numbers = new Set<string>();
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === "") continue;
    const number = numberIn(text);
    if (number === undefined) throw new BadInput(`${path}: line ${line}: no anonymityNumber`);
    if (number !== null) numbers.add(number);
  }
  return numbers;
}

function numberIn(text: string): string | null | undefined {
  try {
    const { anonymityNumber } = JSON.parse(text) as { anonymityNumber?: unknown };
    return typeof anonymityNumber === "string" || anonymityNumber === null ? anonymityNumber : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
