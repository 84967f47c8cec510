/** What a device keeps beside the log of entries, by name on its shelf; read back through a schema. */
import { z } from "zod";
import { Act } from "#contracts/act";
import { HAND_REASONS } from "#contracts/frames/tablet";
import { RestoreResponse } from "#contracts/http/restore";
import { SignInResponse } from "#contracts/http/sign-in";
import { type CandidateRef, refKey } from "#domain/answer/entry";
import { HeldKeys } from "#client-core/package/held-keys";
import type { Shelf } from "#client-core/ports";

/** One candidate's sitting on this device. */
export const SessionRecord = z.object({
  v: z.literal(1),
  /** SHA-256 of the card code, hex: finds the log of a card without keeping the card. */
  cardDigest: z.string(),
  signedIn: SignInResponse,
  /** Tickets of earlier epochs, to deliver what they left behind. */
  earlier: z.array(z.object({ epoch: z.number(), ticket: z.string() })),
  /** Acts applied, oldest first: a reload knows the phase before any server answers. */
  acts: z.array(Act),
  /** Server time minus device clock when last seen, ms. */
  offsetMs: z.number().nullable(),
  confirmed: z.boolean(),
  /** Another device of the candidate took over. */
  replaced: z.boolean(),
  hand: z.object({ reason: z.enum(HAND_REASONS), atMs: z.number(), coming: z.boolean() }).nullable(),
  /** What opens the papers as far as the candidate has come. */
  keys: z.object({ main: HeldKeys, backup: HeldKeys }),
  /** Codes that opened nothing, and until when no other is taken, ms of server time. */
  wrongCodes: z.number().int().min(0),
  codesFromMs: z.number(),
  /** What was made on the devices before this one; "wanted" until the server has told it, null where there is nothing to tell. */
  restored: z.union([z.literal("wanted"), RestoreResponse]).nullable(),
});
export type SessionRecord = z.infer<typeof SessionRecord>;

const PREFIX = "session:";
const LAST = "last-session";
export const refOf = (record: SessionRecord): CandidateRef => ({
  sittingId: record.signedIn.sitting.id,
  candidateId: record.signedIn.candidate.id,
});

export async function saveRecord(shelf: Shelf, record: SessionRecord): Promise<void> {
  await shelf.set(PREFIX + refKey(refOf(record)), record);
}
/** The session that the application goes on with after a reload; null: none. */
export async function setLastSession(shelf: Shelf, ref: CandidateRef | null): Promise<void> {
  await shelf.set(LAST, ref === null ? null : PREFIX + refKey(ref));
}
export async function lastRecord(shelf: Shelf): Promise<SessionRecord | null> {
  const name = await shelf.get(LAST);
  return typeof name === "string" ? read(shelf, name) : null;
}
/** Every session that this device knows. */
export async function allRecords(shelf: Shelf): Promise<SessionRecord[]> {
  const names = await shelf.names(PREFIX);
  const records = await Promise.all(names.map((name) => read(shelf, name)));
  return records.filter((record) => record !== null);
}

/** A record that an older build wrote in another shape is as good as none: the log of entries is kept apart. */
async function read(shelf: Shelf, name: string): Promise<SessionRecord | null> {
  const parsed = SessionRecord.safeParse(await shelf.get(name));
  return parsed.success ? parsed.data : null;
}
