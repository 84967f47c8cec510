/** A finished marking run of sitting 1, written as the database's owner: marks, two items, an entry set aside, two texts to review. */
import type pg from "pg";

/** 7 December 2026, 18:00 UTC. */
const AT_MS = 1_796_666_400_000;
const SHA = "a".repeat(64);
/** Number, thousandths of 20 points, code in its place, thousandths of each item. */
type Line = readonly [string, number | null, string | null, readonly number[]];
/** What nobody's key accepts: normalised, how many wrote it, how. */
const TEXTS: readonly (readonly [string, number, readonly string[]])[] = [
  ["infarctus myocarde", 2, ["Infarctus du myocarde", "infarctus myocarde"]],
  ["angor", 1, ["Angor"]],
];
/** 12.5, 7 and somebody absent. */
const THREE: readonly Line[] = [
  ["A16", 12_500, null, [500, 1_000]],
  ["A17", 7_000, null, [0, 1_000]],
  ["A18", null, "ABS", [-1, -1]],
];

export async function insertRun(
  owner: pg.Pool,
  id: number,
  lines = THREE,
  statistics: object | null = null,
  marksSha256 = SHA,
) {
  await owner.query(
    `INSERT INTO marking_run (id, sitting_id, unit, asked_by_name, asked_at_ms, papers, rules, rulings, decision_ids,
       state, candidates)
     VALUES ($1, 1, 'paper', 'Anne (jury)', $3, $4, '{}', '[]', '{}', 'running', $2)`,
    [id, lines.length, AT_MS, JSON.stringify([{ paperId: 1, id: "paper", paperSha256: SHA, keySha256: SHA }])],
  );
  for (const [number, mark, code, items] of lines)
    await owner.query(
      `INSERT INTO run_candidate VALUES ($1, $2, 'C1', 'R1', 0, $3::int, 20000, $4, coalesce($3::int, 0), 20000, $5, '', $6)`,
      [id, number, mark, code, items, SHA],
    );
  for (const position of [0, 1])
    await owner.query("INSERT INTO run_item VALUES ($1, $2, $3, 0, 1000, $4, $5)", [
      ...[id, position, `Q${position + 1}`, position === 1 ? statistics : null, position === 1 ? 1 : null],
    ]);
  await owner.query(
    `INSERT INTO run_set_aside VALUES ($1, 'A16', 1, 9, 'C1', 'R1', 'Q2', '"b"', 'after_end', $2, $3, $4, false)`,
    [id, AT_MS - 7_000, AT_MS - 5_000, AT_MS - 10_000],
  );
  for (const [text, candidates, written] of TEXTS)
    await owner.query("INSERT INTO review_text VALUES ($1, 'Q1', $2, $3, $4)", [id, text, candidates, written]);
  // Nothing more is written to a finished run.
  await owner.query(
    `UPDATE marking_run SET state = 'done', marked_candidates = candidates, done_at_ms = $3, entries_sha256 = $2,
       inputs_sha256 = $2, marks_sha256 = $4, maximum = 20000, set_aside_entries = 1, set_aside_counted = 0,
       paper_statistics = '[]' WHERE id = $1`,
    [id, SHA, AT_MS + 2_000, marksSha256],
  );
}
