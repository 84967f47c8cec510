/**
 * The drain's SQL. Everything is set-based over unnest: a batch costs the same number of statements whatever its size,
 * and nothing depends on how many candidates or answers exist.
 */
export const SQL = {
  offset: "SELECT generation, last_id FROM partition_offset WHERE partition = $1",

  beginGeneration: `UPDATE partition_offset SET generation = generation + 1, last_id = '0-0', updated_at = now()
    WHERE partition = $1 AND generation = $2 RETURNING generation`,

  /** First statement of a batch: locks the partition's row, so that a zombie drain waits here and then finds itself late. */
  moveOffset: `UPDATE partition_offset SET last_id = $4, updated_at = now()
    WHERE partition = $1 AND generation = $2 AND last_id = $3`,

  /** The first marker of an epoch stays: a restored one must not move the fence. */
  markers: `INSERT INTO candidate_epoch AS e (sitting_id, candidate_id, epoch, marker_generation, marker_ms,
      marker_stream_seq, device_id, public_key, genesis, genesis_hash)
    SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::smallint[], $5::bigint[], $6::int[], $7::text[],
      $8::jsonb[], $9::jsonb[], $10::text[])
    ON CONFLICT (sitting_id, candidate_id, epoch) DO UPDATE SET marker_generation = excluded.marker_generation,
      marker_ms = excluded.marker_ms, marker_stream_seq = excluded.marker_stream_seq, device_id = excluded.device_id,
      public_key = excluded.public_key, genesis = excluded.genesis, genesis_hash = excluded.genesis_hash
    WHERE e.marker_ms IS NULL`,

  /** Epochs, and what the clock needs, of the candidates of a batch. */
  candidates: `SELECT w.sitting_id, w.candidate_id, p.duration_ms, b.duration_ms AS backup_duration_ms, c.extra_time_numerator, c.extra_time_denominator,
      c.room_id, r.centre_id,
      e.epoch, e.marker_generation, e.marker_ms, e.marker_stream_seq, e.d2, e.head, e.d2_made_at_ms, e.submitted
    FROM unnest($1::int[], $2::int[]) AS w(sitting_id, candidate_id)
    LEFT JOIN candidate_epoch e USING (sitting_id, candidate_id)
    LEFT JOIN candidate c ON c.id = w.candidate_id
    LEFT JOIN room r ON r.id = c.room_id
    LEFT JOIN sitting s ON s.id = w.sitting_id
    LEFT JOIN paper p ON p.id = s.paper_id
    LEFT JOIN paper b ON b.id = s.backup_paper_id`,

  log: `INSERT INTO answer_log (sitting_id, candidate_id, epoch, seq, kind, item_id, frame, claimed_at_ms, made_at_ms,
      received_at_ms, stream_seq, generation)
    SELECT u.*, $12::smallint FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[],
      $8::bigint[], $9::bigint[], $10::bigint[], $11::int[]) AS u
    ON CONFLICT DO NOTHING RETURNING sitting_id, candidate_id, epoch, seq`,

  /** Of the keys that were taken, those whose stored frame differs: [index in the arrays]. */
  conflicts: `SELECT w.index FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::text[], $6::int[])
      AS w(sitting_id, candidate_id, epoch, seq, frame, index)
    JOIN answer_log l USING (sitting_id, candidate_id, epoch, seq) WHERE l.frame <> w.frame`,

  /** What is locked stays as it is; a null value is a lock that came without an answer. */
  current: `INSERT INTO answer_current AS a (sitting_id, candidate_id, item_id, epoch, seq, value, locked, lock_epoch, lock_seq)
    SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::int[], $5::int[], $6::jsonb[], $7::bool[], $8::int[], $9::int[])
    ON CONFLICT (sitting_id, candidate_id, item_id) DO UPDATE SET
      epoch = CASE WHEN excluded.value IS NULL THEN a.epoch ELSE excluded.epoch END,
      seq = CASE WHEN excluded.value IS NULL THEN a.seq ELSE excluded.seq END,
      value = coalesce(excluded.value, a.value),
      locked = excluded.locked, lock_epoch = excluded.lock_epoch, lock_seq = excluded.lock_seq
    WHERE NOT a.locked`,

  progress: `INSERT INTO candidate_epoch AS e (sitting_id, candidate_id, epoch, d2, head, d2_made_at_ms, submitted)
    SELECT * FROM unnest($1::int[], $2::int[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::bool[])
    ON CONFLICT (sitting_id, candidate_id, epoch) DO UPDATE SET d2 = excluded.d2, head = excluded.head,
      d2_made_at_ms = excluded.d2_made_at_ms, submitted = excluded.submitted`,

  quarantine: `INSERT INTO quarantine (partition, generation, stream_id, reason, detail, sitting_id, candidate_id, epoch, seq, raw)
    SELECT $1, $2, q.stream_id, q.reason, q.detail, q.sitting_id, q.candidate_id, q.epoch, q.seq, q.raw
    FROM unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[], $9::int[], $10::text[])
      AS q(stream_id, reason, detail, sitting_id, candidate_id, epoch, seq, raw)
    WHERE NOT EXISTS (SELECT FROM quarantine k WHERE k.partition = $1 AND k.generation = $2 AND k.stream_id = q.stream_id)
    AND (SELECT count(*) FROM quarantine k WHERE k.sitting_id = q.sitting_id AND k.candidate_id = q.candidate_id
      AND k.epoch = q.epoch AND k.seq = q.seq) < $11`,

  /** Whole log of some candidates, for the rare ones whose entries did not come in order. */
  logOf: `SELECT l.sitting_id, l.candidate_id, l.frame, l.received_at_ms, l.generation, l.stream_seq
    FROM unnest($1::int[], $2::int[]) AS w(sitting_id, candidate_id) JOIN answer_log l USING (sitting_id, candidate_id)`,

  forget: `DELETE FROM answer_current a USING unnest($1::int[], $2::int[]) AS w(sitting_id, candidate_id)
    WHERE a.sitting_id = w.sitting_id AND a.candidate_id = w.candidate_id`,
} as const;
