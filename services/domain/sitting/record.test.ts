import { expect, test } from "vitest";
import type { Act } from "#domain/sitting/act";
import { correctedBy, instructionsAt, recordOf } from "#domain/sitting/record";
import type { Place, Scope } from "#domain/sitting/scope";
import { anAct } from "#domain/testing/builders";

const candidate = (id: number): Scope => ({ kind: "candidate", id });
const room = (id: number): Scope => ({ kind: "room", id });
const centre = (id: number): Scope => ({ kind: "centre", id });
const place: Place = { centreId: 1, roomId: 10, candidateId: 100 };
const undo = (act: Act, atMs: number) =>
  anAct("undo", atMs, { actId: act.id, undoes: act.kind as "incident", scope: act.scope });

test("the last word on a candidate counts; what was taken back was never said", () => {
  const present = anAct("attendance", 1, { scope: candidate(100), attendance: "present" });
  const absent = anAct("attendance", 2, { scope: candidate(100), attendance: "absent" });
  const incident = anAct("incident", 3, { scope: room(10), category: "network" });
  expect(recordOf([present, absent]).attendance.get(100)?.attendance).toBe("absent");
  expect(recordOf([present, absent, undo(absent, 4)]).attendance.get(100)?.attendance).toBe("present");
  expect(recordOf([incident]).incidents).toEqual([incident]);
  expect(recordOf([incident, undo(incident, 4)]).incidents).toEqual([]);
});

test("readiness ends when a part is held back; a signature, a waiver and a hand are found by whom they concern", () => {
  const ready = anAct("ready", 1, { scope: room(10), checks: ["network", "cards"] });
  expect(recordOf([ready]).readiness.get("room:10")?.checks).toEqual(["network", "cards"]);
  expect(recordOf([ready, anAct("hold", 2, { scope: room(10) })]).readiness.size).toBe(0);
  const said = [
    anAct("sign_minutes", 3, { scope: centre(1) }),
    anAct("waive_receipt", 4, { scope: candidate(100) }),
    anAct("hand", 5, { scope: candidate(100), outcome: "coming" }),
    anAct("hand", 6, { scope: candidate(100), outcome: "done" }),
  ];
  const record = recordOf(said);
  expect(record.signatures.get(1)?.id).toBe("sign_minutes-3");
  expect(record.waivers.get(100)?.id).toBe("waive_receipt-4");
  expect(record.hands.get(100)?.outcome).toBe("done");
});

test("an instruction is in force where it was given, for whom, from when, until it is corrected there", () => {
  const first = anAct("instruction", 10, { text: "Question 3: read mg", audience: "candidates", instructionCount: 0 });
  const second = anAct("instruction", 20, {
    ...{ text: "Question 3: read µg", audience: "candidates", corrects: 1, instructionCount: 1 },
    scope: room(10),
  });
  const proctors = anAct("instruction", 30, { text: "Doors", audience: "proctors", instructionCount: 2 });
  const record = recordOf([first, second, proctors]);
  const numbers = (where: Place, audience: "candidates" | "proctors", nowMs: number) =>
    instructionsAt(record, where, audience, nowMs).map((act) => act.number);
  expect(numbers(place, "candidates", 9)).toEqual([]);
  expect(numbers(place, "candidates", 19)).toEqual([1]);
  expect(numbers(place, "candidates", 20)).toEqual([2]);
  expect(numbers({ ...place, roomId: 11 }, "candidates", 20)).toEqual([1]);
  expect(numbers(place, "proctors", 30)).toEqual([3]);
  expect(correctedBy(record, 1)).toBe(2);
  expect(correctedBy(record, 2)).toBeNull();
});
