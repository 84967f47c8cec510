/** Codes that a proctor reads out: which key one opens, and how often one may be wrong. */
import { codeLabel, type CodesFile } from "#contracts/package/codes";
import { readOfflineCode } from "#domain/exam/offline-code";
import type { WhichPaper } from "#domain/seal/labels";
import { codeKey, keyFrom, keyText, openPiece } from "#client-core/seal";

interface OpenedByCode {
  readonly paper: WhichPaper;
  /** Null: the start key. */
  readonly sectionId: string | null;
  readonly key: string;
}

/** "wrong": nothing was opened; none is taken before `untilMs`. "wait": it was not even tried. Instants in server time. */
export type CodeOutcome =
  | { readonly kind: "opened" }
  | { readonly kind: "mistyped"; readonly why: "length" | "character" | "check" }
  | { readonly kind: "wrong" | "wait"; readonly untilMs: number };

/** Tries what was typed after `wrongBefore` wrong codes. A mistyped one is told by its check character and costs nothing. */
export async function tryCode(
  files: readonly CodesFile[],
  typed: string,
  wrongBefore: number,
  nowMs: number,
): Promise<{ outcome: CodeOutcome; opened: OpenedByCode | null }> {
  const reading = readOfflineCode(typed);
  if (!reading.ok) return { outcome: { kind: "mistyped", why: reading.reason }, opened: null };
  const opened = await openWithCode(files, reading.code);
  if (opened) return { outcome: { kind: "opened" }, opened };
  return { outcome: { kind: "wrong", untilMs: nowMs + waitAfterWrongMs(wrongBefore + 1) }, opened: null };
}

/** What a canonical code opens; null when nothing. One derivation for each file. */
async function openWithCode(files: readonly CodesFile[], code: string): Promise<OpenedByCode | null> {
  for (const { entries, iterations, paper, salt } of files) {
    const wrapping = await codeKey(code, keyFrom(salt), iterations);
    for (const { number, sectionId, wrapped } of entries) {
      const key = await openPiece(wrapping, codeLabel(sectionId, number), keyFrom(wrapped));
      if (key) return { paper, sectionId, key: keyText(key) };
    }
  }
  return null;
}

const TRIES = 5;
const FIRST_WAIT_MS = 60_000;
const DOUBLINGS_MAX = 6;

/** How long to wait after so many wrong codes, ms: every fifth costs a wait, each twice the one before. */
const waitAfterWrongMs = (wrongCodes: number): number =>
  wrongCodes === 0 || wrongCodes % TRIES !== 0
    ? 0
    : FIRST_WAIT_MS * 2 ** Math.min(DOUBLINGS_MAX, wrongCodes / TRIES - 1);
