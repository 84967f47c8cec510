/**
 * One-time codes that open a paper without any network, made with its package: of each room one for the start and several
 * for each locked section. Printed for sealed envelopes; the organiser's console reveals them one by one and a proctor
 * reads the code out. 16 characters of Crockford's alphabet: 75 random bits and a check.
 */
import { z } from "zod";
import { PaperRef } from "#contracts/frames/fields";

export const OFFLINE_CODES = { ofStart: 1, ofSection: 3, chars: 16 } as const;

/** Beside the package, by room: keys wrapped by codes. Tells nothing without a code. */
export const CodesFile = z.strictObject({
  format: z.literal("amphi-codes"),
  version: z.literal(1),
  sittingId: z.number().int(),
  paper: z.enum(["main", "backup"]),
  roomId: z.number().int(),
  /** Of PBKDF2-SHA256 over the code's canonical characters: one derivation serves all entries. Base64url of 16 bytes. */
  salt: z.string(),
  iterations: z.number().int().min(1),
  entries: z.array(
    z.strictObject({
      /** Null: the start key. Else the section whose section key is wrapped. */
      sectionId: PaperRef.nullable(),
      /** From 1. */
      number: z.number().int().min(1),
      /** iv (12) ‖ AES-256-GCM of the 32 key bytes ‖ tag; authenticates `codeLabel`. Base64url. */
      wrapped: z.string(),
    }),
  ),
});
export type CodesFile = z.infer<typeof CodesFile>;

/** What a wrapped key is authenticated with. */
export const codeLabel = (sectionId: string | null, number: number): string =>
  sectionId === null ? `start|${number}` : `section|${sectionId}|${number}`;
