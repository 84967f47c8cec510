/** Codes of a room, and the file beside the package in which each wraps the key that it opens. */
import { randomBytes } from "node:crypto";
import { codeLabel, type CodesFile, OFFLINE_CODES } from "#contracts/package/codes";
import { OFFLINE_CODE_BYTES, offlineCodeFrom } from "#domain/exam/offline-code";
import { CODE_ITERATIONS, type WhichPaper } from "#domain/seal/labels";
import type { SealKeys } from "#preparation/seal/pieces";
import { codeKey, lockedSectionKey, sealPiece } from "#runtime/seal";

const SALT_BYTES = 16;

/** In clear, for envelopes and for the organiser's console. */
export interface OfflineCode {
  readonly roomId: number;
  /** Null: opens the paper at the start. */
  readonly sectionId: string | null;
  /** From 1. */
  readonly number: number;
  /** Canonical characters, without groups. */
  readonly code: string;
}
export interface RoomCodes {
  readonly file: CodesFile;
  readonly codes: readonly OfflineCode[];
}

/** What the codes open: a sitting's paper, its locked sections. */
export interface Locked {
  readonly sittingId: number;
  readonly paper: WhichPaper;
  readonly keys: SealKeys;
  readonly lockedSectionIds: readonly string[];
}

/** New codes, random every time. Some milliseconds of another thread each: they are stretched. */
export async function makeRoomCodes(
  { sittingId, paper, keys, lockedSectionIds }: Locked,
  roomId: number,
): Promise<RoomCodes> {
  const salt = randomBytes(SALT_BYTES);
  const opened = [
    { sectionId: null, key: keys.start, count: OFFLINE_CODES.ofStart },
    ...lockedSectionIds.map((sectionId) => ({
      sectionId,
      key: lockedSectionKey(keys.cases, sectionId),
      count: OFFLINE_CODES.ofSection,
    })),
  ];
  const made = await Promise.all(
    opened.flatMap(({ sectionId, key, count }) =>
      Array.from({ length: count }, async (_, n) => {
        const number = n + 1;
        const code = offlineCodeFrom(randomBytes(OFFLINE_CODE_BYTES));
        const wrapped = sealPiece(await codeKey(code, salt), codeLabel(sectionId, number), key).toString("base64url");
        return { code: { roomId, sectionId, number, code }, entry: { sectionId, number, wrapped } };
      }),
    ),
  );
  const file: CodesFile = {
    format: "amphi-codes",
    version: 1,
    sittingId,
    paper,
    roomId,
    salt: salt.toString("base64url"),
    iterations: CODE_ITERATIONS,
    entries: made.map(({ entry }) => entry),
  };
  return { file, codes: made.map(({ code }) => code) };
}
