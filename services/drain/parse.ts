/** Reading a partition's records: everything that cannot be read becomes poison, kept for a person, never lost. */
import { EntryFrame } from "#contracts/frames/tablet";
import { EpochMarker } from "#contracts/stream/answer-stream";
import { streamIdParts } from "#domain/answer/entry";
import type { DrainedRecord } from "#domain/ports/answer-ledger";
import type { StreamRecord } from "#domain/ports/answer-stream";

export function parseRecord(record: StreamRecord, generation: number): DrainedRecord {
  const { e1, f, m1 } = record.fields;
  if (e1 !== undefined && f !== undefined) return parseEntry(record, generation, e1, f);
  if (m1 !== undefined) return parseMarker(record, m1);
  return poison(record, `unknown record version: ${Object.keys(record.fields).join(", ")}`);
}

function parseEntry(record: StreamRecord, generation: number, head: string, frameText: string): DrainedRecord {
  const [sitting, candidate, epoch, seq, nodeId = ""] = head.split(":");
  const parsed = EntryFrame.safeParse(parseJson(frameText));
  if (!parsed.success)
    return poison(record, parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("; "));
  const frame = parsed.data;
  if (frame.epoch !== Number(epoch) || frame.seq !== Number(seq)) return poison(record, "head and frame disagree");
  const entry = {
    sittingId: Number(sitting),
    candidateId: Number(candidate),
    frame,
    arrival: { generation, id: record.id },
    receivedAtMs: streamIdParts(record.id).ms,
  };
  return { kind: "entry", entry, frameText, nodeId };
}

function parseMarker(record: StreamRecord, text: string): DrainedRecord {
  const parsed = EpochMarker.safeParse(parseJson(text));
  if (!parsed.success) return poison(record, `marker: ${parsed.error.issues.map((i) => i.message).join("; ")}`);
  return { kind: "marker", marker: parsed.data, id: record.id };
}

/** The record as a row of the quarantine. */
export function poison(record: StreamRecord, reason: string): Extract<DrainedRecord, { kind: "poison" }> {
  const raw = JSON.stringify(record.fields);
  return { kind: "poison", id: record.id, reason: reason.slice(0, 2_000), raw, of: ownerOf(record) };
}

/** Whose record it is: ingest wrote the head of an entry, so it can be read even if the frame cannot; null if not. */
function ownerOf({ fields: { e1, m1 } }: StreamRecord): Extract<DrainedRecord, { kind: "poison" }>["of"] {
  const [sittingId, candidateId, epoch, seq] = (e1 ?? "").split(":").map(Number);
  if (isId(sittingId) && isId(candidateId) && isId(epoch) && isId(seq)) return { sittingId, candidateId, epoch, seq };
  const marker = parseJson(m1 ?? "") as Partial<EpochMarker> | null | undefined;
  if (marker && isId(marker.sittingId) && isId(marker.candidateId))
    return { sittingId: marker.sittingId, candidateId: marker.candidateId, epoch: 0, seq: 0 };
  return null;
}
const isId = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) < 2 ** 31;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}
