import { expect, test } from "vitest";
import type { Act } from "#domain/sitting/act";
import { NATION, type Scope } from "#domain/sitting/scope";
import { foldJournal } from "#domain/sitting/state";
import { unready } from "#domain/staff/readiness";
import { PLACES } from "#domain/staff/testing/places";
import { anAct } from "#domain/testing/builders";

const centre = (id: number): Scope => ({ kind: "centre", id });
const room = (id: number): Scope => ({ kind: "room", id });
const after = (...acts: Act[]) => foldJournal([anAct("check_in", 1), ...acts]);
const ready = (scope: Scope) => anAct("ready", 2, { scope });

test("a centre is ready when it said so, or when all of its rooms did", () => {
  expect(unready(after(), PLACES)).toEqual([centre(1), centre(2)]);
  expect(unready(after(ready(room(11)), ready(centre(2))), PLACES)).toEqual([room(12)]);
  expect(unready(after(ready(room(11)), ready(room(12)), ready(room(21))), PLACES)).toEqual([]);
  expect(unready(after(ready(centre(1)), ready(centre(2))), PLACES)).toEqual([]);
});

test("who is held, cancelled or has started does not start with the others", () => {
  const held = (scope: Scope) => anAct("hold", 3, { scope });
  expect(unready(after(held(centre(1)), held(room(21))), PLACES)).toEqual([]);
  expect(unready(after(held(room(11))), PLACES)).toEqual([centre(1), centre(2)]);
  const apart = after(anAct("cancel", 3, { scope: centre(1) }), anAct("start", 3, { scope: centre(2), override: "x" }));
  expect(unready(apart, PLACES)).toEqual([]);
});

test("readiness that was withdrawn or taken back counts no more", () => {
  expect(unready(after(ready(centre(1)), ready(centre(2)), anAct("hold", 3, { scope: centre(2) })), PLACES)).toEqual(
    [],
  );
  const undone = anAct("undo", 3, { scope: centre(2), actId: "r", undoes: "ready" });
  const said = anAct("ready", 2, { scope: centre(2), id: "r" });
  expect(unready(after(ready(centre(1)), said, undone), PLACES)).toEqual([centre(2)]);
});

test("a part that starts on its own answers for itself", () => {
  const state = after(ready(room(11)), ready(centre(2)));
  expect(unready(state, PLACES, centre(1))).toEqual([room(12)]);
  expect(unready(state, PLACES, room(12))).toEqual([room(12)]);
  expect(unready(state, PLACES, room(11))).toEqual([]);
  // its centre has spoken for it
  expect(unready(state, PLACES, room(21))).toEqual([]);
  expect(unready(state, PLACES, { kind: "candidate", id: 101 })).toEqual([]);
  expect(unready(state, PLACES, NATION)).toEqual([room(12)]);
});
