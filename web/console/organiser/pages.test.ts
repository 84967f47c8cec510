import { expect, test } from "vitest";
import type { ChatMessage, ChatThread } from "#contracts/console/chat";
import type { StaffRole } from "#domain/staff/account";
import { scopesChosen } from "./audience-scopes.ts";
import { threadsOf } from "./chat-threads.ts";

const aCentre = (id: number, name: string) => ({
  id,
  code: name,
  name,
  rooms: [10 * id, 10 * id + 1].map((room) => ({
    id: room,
    code: `R${room}`,
    name: `Salle ${room}`,
    rows: null,
    columns: null,
    expected: 50,
  })),
});
const CENTRES = [aCentre(1, "Amiens"), aCentre(2, "Brest"), aCentre(3, "Caen")];
const said = (
  id: string,
  thread: ChatThread,
  role: StaffRole,
  atMs: number,
  answers: string | null = null,
): ChatMessage => ({
  id,
  thread,
  text: id,
  answers,
  position: `${atMs}-0`,
  atMs,
  author: { accountId: 1, name: role, role, centreId: role === "organiser" ? null : 1 },
});
const order = (...chat: ChatMessage[]) => threadsOf(chat, CENTRES).map(({ thread, waiting }) => [thread, waiting?.id]);

test("who waits for an answer comes first, the longest wait above; the common channel stays on top", () => {
  expect(order(said("b", 2, "proctor", 1), said("c", 3, "lead_proctor", 2), said("b2", 2, "proctor", 3))).toEqual([
    ["common", undefined],
    [2, "b"],
    [3, "c"],
    [1, undefined],
  ]);
});

test("an answer of the organisation ends the wait, in the thread or for all", () => {
  expect(order(said("b", 2, "proctor", 1), said("o", 2, "organiser", 2))[1]).toEqual([2, undefined]);
  expect(order(said("b", 2, "proctor", 1), said("o", "common", "organiser", 2, "b"))[1]).toEqual([2, undefined]);
  expect(order(said("o", 2, "organiser", 1), said("b", 2, "proctor", 2))[1]).toEqual([2, "b"]);
});

test("an instruction goes to the nation, or to the places chosen, none of them twice", () => {
  expect(scopesChosen(CENTRES, new Set(), new Set())).toEqual([{ kind: "nation" }]);
  expect(scopesChosen(CENTRES, new Set([2]), new Set([20, 31]))).toEqual([
    { kind: "centre", id: 2 },
    { kind: "room", id: 31 },
  ]);
});
