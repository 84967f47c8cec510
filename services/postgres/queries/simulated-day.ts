/** Rows of an invented sitting, in bulk, as processes leave them after a day: for the pipeline and for benchmarks. */
import type pg from "pg";
import type { Act } from "#domain/sitting/act";

export interface SimulatedPlace {
  readonly centre: string;
  readonly room: string;
}
export interface SimulatedCandidate extends SimulatedPlace {
  readonly studentNumber: string;
  readonly anonymityNumber: string;
  readonly seat: string;
  /** Of the third part more of time: 4/3. */
  readonly hasExtraTime: boolean;
  readonly identity: Readonly<Record<string, string>>;
}

/** Centres, rooms and candidates; resolves to the candidates' ids in their order. */
export async function storeSimulatedPeople(
  client: pg.ClientBase,
  examId: number,
  people: readonly SimulatedCandidate[],
): Promise<number[]> {
  const of = <K extends keyof SimulatedCandidate>(name: K) => people.map((one) => one[name]);
  await client.query(
    "INSERT INTO centre (exam_id, code, name) SELECT DISTINCT $1::int, c, 'Centre ' || c FROM unnest($2::text[]) AS c ORDER BY c",
    [examId, of("centre")],
  );
  await client.query(
    `INSERT INTO room (centre_id, code, name) SELECT DISTINCT z.id, r, 'Room ' || r
     FROM unnest($2::text[], $3::text[]) AS given (c, r) JOIN centre z ON z.exam_id = $1 AND z.code = c ORDER BY 1, 2`,
    [examId, of("centre"), of("room")],
  );
  const { rows } = await client.query<{ id: number; number: string }>(
    `INSERT INTO candidate (exam_id, student_number, family_name, given_name, anonymity_number, room_id, seat,
       extra_time_numerator, extra_time_denominator, identity)
     SELECT $1, s, 'Family ' || s, 'Given', a, o.id, p, CASE WHEN x THEN 4 ELSE 1 END, CASE WHEN x THEN 3 ELSE 1 END, i::jsonb
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bool[], $8::text[]) AS given (s, a, c, r, p, x, i)
     JOIN centre z ON z.exam_id = $1 AND z.code = c JOIN room o ON o.centre_id = z.id AND o.code = r
     RETURNING id, anonymity_number AS number`,
    [
      ...[examId, of("studentNumber"), of("anonymityNumber"), of("centre"), of("room"), of("seat"), of("hasExtraTime")],
      people.map(({ identity }) => JSON.stringify(identity)),
    ],
  );
  const ids = new Map(rows.map(({ id, number }) => [number, id]));
  return people.map(({ anonymityNumber }) => ids.get(anonymityNumber) ?? 0);
}

/** The journal as the drain copies it. */
export async function storeSimulatedJournal(
  client: pg.ClientBase,
  sittingId: number,
  acts: readonly Act[],
): Promise<void> {
  await client.query(
    `INSERT INTO journal (sitting_id, position, act_id, kind, effective_at_ms, act)
     SELECT $1, n, act ->> 'id', act ->> 'kind', (act ->> 'effectiveAtMs')::bigint, act
     FROM unnest($2::jsonb[]) WITH ORDINALITY AS given (act, n)`,
    [sittingId, acts.map((act) => JSON.stringify(act))],
  );
}

/** One entry of the log: the frame as a tablet wrote it. */
export interface SimulatedEntry {
  readonly candidateId: number;
  readonly epoch: number;
  readonly seq: number;
  readonly itemId: string;
  readonly frame: string;
  readonly madeAtMs: number;
  readonly receivedAtMs: number;
}
export async function storeSimulatedEntries(
  client: pg.ClientBase,
  sittingId: number,
  entries: readonly SimulatedEntry[],
): Promise<void> {
  const of = <K extends keyof SimulatedEntry>(name: K) => entries.map((one) => one[name]);
  await client.query(
    `INSERT INTO answer_log (sitting_id, candidate_id, epoch, seq, kind, item_id, frame, claimed_at_ms, made_at_ms,
       received_at_ms, generation, stream_seq)
     SELECT $1, c, e, s, 'answer', i, f, m, m, r, 1, 0
     FROM unnest($2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::int8[], $8::int8[]) AS given (c, e, s, i, f, m, r)`,
    [
      sittingId,
      of("candidateId"),
      of("epoch"),
      of("seq"),
      of("itemId"),
      of("frame"),
      of("madeAtMs"),
      of("receivedAtMs"),
    ],
  );
}

/** A device that signed in, and where its marker stands in the stream. */
export interface SimulatedDevice {
  readonly candidateId: number;
  readonly epoch: number;
  readonly markerMs: number;
  readonly head: number;
}
export async function storeSimulatedDevices(
  client: pg.ClientBase,
  sittingId: number,
  devices: readonly SimulatedDevice[],
): Promise<void> {
  const of = <K extends keyof SimulatedDevice>(name: K) => devices.map((one) => one[name]);
  await client.query(
    `INSERT INTO candidate_epoch (sitting_id, candidate_id, epoch, marker_generation, marker_ms, marker_stream_seq, d2, head, submitted)
     SELECT $1, c, e, 1, m, 0, h, h, true FROM unnest($2::int[], $3::int[], $4::int8[], $5::int[]) AS given (c, e, m, h)`,
    [sittingId, of("candidateId"), of("epoch"), of("markerMs"), of("head")],
  );
}
