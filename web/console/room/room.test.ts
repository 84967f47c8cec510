import { expect, test } from "vitest";
import { foldJournal } from "#domain/sitting/clock";
import { anAct } from "#domain/testing/builders";
import type { CandidateView } from "../live/candidate-view.ts";
import { absenceOf } from "./candidate-acts.ts";
import { placeActs } from "./place-acts.ts";
import { seatRows } from "./seat-rows.ts";

const at = (seat: string) => ({ roster: { seat } });

test("seats named by row and column stand there; others follow each other", () => {
  const named = seatRows([at("B02"), at("A1"), at("A-3")], { rows: 2, columns: 3 });
  expect(named.map((row) => row.map((one) => one?.roster.seat ?? null))).toEqual([
    ["A1", null, "A-3"],
    [null, "B02", null],
  ]);
  const numbered = seatRows([at("117"), at("118"), at("119")], { rows: null, columns: 2 });
  expect(numbered.map((row) => row.map((one) => one?.roster.seat ?? null))).toEqual([
    ["117", "118"],
    ["119", null],
  ]);
  // Nobody disappears when two have the same seat, or one a seat that the hall does not have.
  expect(
    seatRows([at("A1"), at("A1")], { rows: 1, columns: 2 })
      .flat()
      .filter(Boolean),
  ).toHaveLength(2);
  expect(
    seatRows([at("Z9"), at("A1")], { rows: 1, columns: 2 })
      .flat()
      .filter(Boolean),
  ).toHaveLength(2);
});

test("a room is paused by its proctor, a centre by its lead; a national pause is lifted by neither", () => {
  const running = foldJournal([anAct("check_in", 1), anAct("start", 2)]);
  const offered = (state: typeof running, ...who: ["proctor" | "lead_proctor" | "technician", number | null]) =>
    Object.entries(placeActs(state, who[0], 1, who[1]))
      .filter(([name, aim]) => aim !== null && name !== "ready")
      .map(([name]) => name);
  expect(offered(running, "proctor", 10)).toEqual(["pauseRoom", "messageRoom"]);
  expect(offered(running, "lead_proctor", 10)).toEqual(["pauseRoom", "pauseCentre", "messageRoom"]);
  expect(offered(running, "technician", 10)).toEqual([]);
  const nation = foldJournal([anAct("check_in", 1), anAct("start", 2), anAct("pause", 3)]);
  expect(offered(nation, "lead_proctor", 10)).not.toContain("resumeCentre");
  const room = foldJournal([
    anAct("check_in", 1),
    anAct("start", 2),
    anAct("pause", 3, { scope: { kind: "room", id: 10 } }),
  ]);
  expect(offered(room, "proctor", 10)).toEqual(["resumeRoom", "messageRoom"]);
});

test("who has not arrived is marked absent in one go once the clock runs, never before", () => {
  const someone = (id: number, state: string, stage: string) => ({ id, state, clock: { stage } }) as CandidateView;
  const those = (stage: string) => [
    someone(1, "not_arrived", stage),
    someone(2, "composing", stage),
    someone(3, "absent", stage),
  ];
  expect(absenceOf(those("waiting"))).toBeNull();
  expect(absenceOf(those("running"))).toEqual({
    kind: "attendance",
    scopes: [{ kind: "candidate", id: 1 }],
    details: { attendance: "absent" },
  });
  expect(absenceOf([someone(2, "composing", "running")])).toBeNull();
});
