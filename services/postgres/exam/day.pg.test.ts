import pg from "pg";
import { inEnglish } from "#domain/sitting/reason-in-english";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ExamPlanView } from "#contracts/console/day";
import { NO_EXTRA_TIME } from "#domain/sitting/clock";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { type Admission, admitCandidate, moveCandidate, reissueCard } from "#postgres/exam/day";
import { examPlanView, freeSlots, reschedule, type Rescheduling, type SittingsNow } from "#postgres/exam/reschedule";
import { findCardHolder } from "#postgres/queries/cards";
import { type Database, databaseOf } from "#postgres/queries/reading";
import { insertSitting } from "#postgres/testing/a-sitting";

let owner: pg.Pool;
let control: pg.Pool;
let db: Database;
beforeEach(async () => {
  const { ownerUrl, urlFor } = await freshDatabase();
  owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  // As control: with its rights and no others.
  control = new pg.Pool({ connectionString: urlFor("amphi_control"), max: 4 });
  db = databaseOf(control);
  await insertSitting(owner, { candidates: 3 });
  await owner.query("INSERT INTO room (centre_id, code, name) VALUES (1, 'R2', 'R2')");
});
afterEach(() => Promise.all([owner.end(), control.end()]));

const hmac = (n: number) => Buffer.alloc(32, n);
const placeOf = async (id: number) =>
  (await owner.query<{ room_id: number; seat: string }>("SELECT room_id, seat FROM candidate WHERE id = $1", [id]))
    .rows[0];

describe("a card", () => {
  test("is reissued: the new one opens, the old one is revoked", async () => {
    expect(await reissueCard(db, 16, hmac(1))).toMatchObject({ done: { candidateId: 16, roomId: 1 } });
    expect(await reissueCard(db, 16, hmac(2))).toHaveProperty("done");
    expect((await findCardHolder(db, hmac(1)))?.revoked).toBe(true);
    expect(await findCardHolder(db, hmac(2))).toMatchObject({ candidateId: 16, revoked: false });
    expect(await reissueCard(db, 99, hmac(3))).toEqual({ refused: { code: "candidate_unknown" } });
  });
});

describe("a move", () => {
  test("to a free seat, once or twice; a taken seat and a strange room are refused", async () => {
    expect(await moveCandidate(db, 16, 2, "5")).toEqual({ done: { candidateId: 16, roomId: 2, seat: "5" } });
    expect(await moveCandidate(db, 16, 2, "5")).toHaveProperty("done");
    expect(await placeOf(16)).toEqual({ room_id: 2, seat: "5" });
    expect(await moveCandidate(db, 17, 2, "5")).toEqual({
      refused: { code: "seat_taken", seat: "5", room: "R2", by: "Family Given" },
    });
    expect(await moveCandidate(db, 17, 9, "5")).toEqual({ refused: { code: "room_unknown", roomId: 9 } });
    expect(await placeOf(17)).toEqual({ room_id: 1, seat: "T17" });
  });

  test("of two to one seat at the same time one wins, and the other is told who sits there", async () => {
    const said = await Promise.all([moveCandidate(db, 16, 2, "1"), moveCandidate(db, 17, 2, "1")]);
    expect(said.filter((one) => "done" in one)).toHaveLength(1);
    expect(said.filter((one) => "refused" in one)).toHaveLength(1);
  });
});

describe("an admission", () => {
  const someone: Admission = {
    roomId: 2,
    seat: "9",
    studentNumber: "N1",
    familyName: "Roy",
    givenName: "Léa",
    extraTime: NO_EXTRA_TIME,
  };
  test("gives an anonymity number and a card; again it gives another card to the same person", async () => {
    const first = await admitCandidate(db, 1, someone, hmac(1));
    const again = await admitCandidate(db, 1, someone, hmac(2));
    expect(first).toMatchObject({ done: { roomId: 2, seat: "9" } });
    expect(again).toMatchObject(first);
    expect(await findCardHolder(db, hmac(2))).toMatchObject({ familyName: "Roy", revoked: false });
    const { rows } = await owner.query<{ n: string }>(
      "SELECT anonymity_number AS n FROM candidate WHERE student_number = 'N1'",
    );
    expect(rows).toEqual([{ n: expect.stringMatching(/^\d{8}$/) as string }]);
  });

  test("refuses a taken seat, and a number that is on the list for somebody else or elsewhere", async () => {
    expect(await admitCandidate(db, 1, { ...someone, roomId: 1, seat: "T16" }, hmac(1))).toEqual({
      refused: { code: "seat_taken", seat: "T16", room: "R1", by: "Family Given" },
    });
    expect(await admitCandidate(db, 1, { ...someone, studentNumber: "S16" }, hmac(1))).toEqual({
      refused: { code: "listed_already", studentNumber: "S16", where: "C1 R1 T16, Family Given" },
    });
    expect(await findCardHolder(db, hmac(1))).toBeNull();
  });
});

describe("rescheduling", () => {
  const paper = (slug: string, ...items: string[]) =>
    owner.query(
      `WITH p AS (INSERT INTO paper (exam_id, slug, title, language, duration_ms, source, view, view_sha256)
         VALUES (1, $1, $1, 'fr', 1, '{}', '', '') RETURNING id)
       INSERT INTO paper_item SELECT p.id, i, 's', NULL, n, 'QRM', 1 FROM p, unnest($2::text[]) WITH ORDINALITY AS u (i, n)`,
      [slug, items],
    );
  beforeEach(async () => {
    await paper("reserve", "r1", "r2");
    await paper("backup", "b1");
    await paper("mixed", "b2", "r2");
    await owner.query("INSERT INTO reserve_slot (exam_id, start_ms) VALUES (1, 5000), (1, 6000)");
    await owner.query(
      `UPDATE sitting SET rules = '{"latestAdmissionMs":7,"earliestLeavingMs":null,"earlySubmission":false}'`,
    );
  });
  const asked = (over: Partial<Rescheduling> = {}): Rescheduling => ({
    cancelledSittingId: 1,
    slotId: 1,
    paper: "reserve",
    backup: null,
    override: null,
    ...over,
  });

  const NOW: SittingsNow = { phaseOf: async () => "cancelled", nowMs: 4_999 };

  test("makes one sitting with the same rules on the slot, whoever else tries", async () => {
    const said = await Promise.all([
      reschedule(db, asked(), NOW),
      reschedule(db, asked({ slotId: 2, paper: "backup" }), NOW),
    ]);
    const won = said.flatMap((one) => ("done" in one ? [one.done.sittingId] : []));
    expect(won).toHaveLength(1);
    expect(said.filter((one) => "refused" in one)).toEqual([
      { refused: { code: "replaced_already", sittingId: won[0] } },
    ]);
    const { rows } = await owner.query("SELECT * FROM sitting WHERE replaces_sitting_id = 1");
    expect(rows).toMatchObject([{ title: "Sitting", rules: { latestAdmissionMs: 7, earlySubmission: false } }]);
    expect(await freeSlots(db, 1)).toHaveLength(1);
    const view = ExamPlanView.parse(await examPlanView(db, 1));
    expect(view.reserveSlots.map((slot) => slot.sittingId)).toContain(won[0]);
    expect(view.papers.find((one) => one.slug === "paper")?.sittingIds).toEqual([1]);
  });

  test("refuses what cannot be, and says why", async () => {
    const refusal = async (over: Partial<Rescheduling>, now: Partial<SittingsNow> = {}) => {
      const said = await reschedule(db, asked(over), { ...NOW, ...now });
      return "refused" in said ? inEnglish(said.refused) : "done";
    };
    expect(await refusal({ cancelledSittingId: 9 })).toBe("there is no such sitting");
    expect(await refusal({}, { phaseOf: async () => "running" })).toBe(
      "the sitting is running: only a cancelled one is held again",
    );
    expect(await refusal({}, { nowMs: 5_000 })).toBe("the reserve slot is over");
    expect(await refusal({ slotId: 9 })).toBe("the exam has no such reserve slot");
    expect(await refusal({ paper: "none" })).toBe('the exam has no paper "none"');
    expect(await refusal({ backup: "none" })).toBe('the exam has no paper "none"');
    expect(await refusal({ paper: "paper" })).toBe(
      'the paper "paper" is that of sitting 1: say why it may be given again',
    );
    expect(await refusal({ backup: "mixed" })).toBe('the backup paper has an item of the paper: "r2"');
    expect(await refusal({ backup: "reserve" })).toContain("has an item");
    expect((await owner.query("SELECT FROM sitting")).rowCount).toBe(1);
    expect(await refusal({ paper: "paper", backup: "backup", override: "nobody had opened it" })).toBe("done");
    await owner.query("INSERT INTO sitting (paper_id, title, planned_start_ms) VALUES (1, 'S', 0)");
    expect(await refusal({ cancelledSittingId: 3, paper: "reserve" })).toBe("the slot is taken by sitting 2");
    expect(await refusal({ cancelledSittingId: 3, slotId: 2, paper: "backup" })).toContain("is that of sitting 2");
  });
});
