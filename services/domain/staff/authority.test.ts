import { describe, expect, test } from "vitest";
import { ACT_KINDS, type ActKind } from "#domain/sitting/act";
import { NATION, type Scope } from "#domain/sitting/scope";
import { PORTAL_ROLES, type StaffAccount } from "#domain/staff/account";
import { type AuthorityClaim, authorityFor, TWO_PERSON_ACTS, twoPersonActsFrom } from "#domain/staff/authority";
import { anAccount, PLACES } from "#domain/staff/testing/places";

const centre = (id: number): Scope => ({ kind: "centre", id });
const room = (id: number): Scope => ({ kind: "room", id });
const candidate = (id: number): Scope => ({ kind: "candidate", id });

const said = (account: StaffAccount, claim: AuthorityClaim) =>
  authorityFor(account, claim, PLACES, { twoPersonActs: TWO_PERSON_ACTS });
const may = (account: StaffAccount, kind: ActKind, scope: Scope, more: Partial<AuthorityClaim> = {}): boolean =>
  !("refusal" in said(account, { kind, scope, ...more }));
/** Kinds that are allowed for the scope, with what they need besides. */
const allowed = (account: StaffAccount, scope: Scope): ActKind[] =>
  ACT_KINDS.filter((kind) =>
    may(account, kind, scope, { undoes: "credit", audience: "candidates", category: "device", lifts: scope }),
  );

const OF_A_ROOM = [
  "ready",
  "pause",
  "resume",
  "credit",
  "extra_time",
  "undo",
  "instruction",
  "attendance",
  "incident",
  "hand",
  "replace_device",
  "waive_receipt",
];

describe("a proctor", () => {
  const proctor = anAccount({ role: "proctor", centreId: 1, roomIds: [11] });
  test("acts on the own room and its candidates, and nowhere else", () => {
    expect(allowed(proctor, room(11)).sort()).toEqual([...OF_A_ROOM].sort());
    expect(allowed(proctor, candidate(101)).sort()).toEqual([...OF_A_ROOM].sort());
    for (const scope of [room(12), candidate(102), centre(1), NATION, room(21), candidate(201)])
      expect(allowed(proctor, scope)).toEqual([]);
  });
  test("lifts a pause of the room or of a candidate, never one of the centre or the nation", () => {
    expect(may(proctor, "resume", candidate(101), { lifts: room(11) })).toBe(true);
    expect(may(proctor, "resume", room(11))).toBe(true);
    for (const lifts of [centre(1), NATION]) expect(may(proctor, "resume", room(11), { lifts })).toBe(false);
  });
  test("speaks to candidates of the room only, and takes back only what a proctor may do", () => {
    expect(may(proctor, "instruction", room(11), { audience: "everyone" })).toBe(false);
    expect(may(proctor, "instruction", room(11), { audience: "proctors" })).toBe(false);
    expect(may(proctor, "undo", room(11), { undoes: "ready" })).toBe(true);
    expect(may(proctor, "undo", room(11), { undoes: "sign_minutes" })).toBe(false);
    expect(may(proctor, "undo", room(11))).toBe(false);
  });
});

describe("a lead proctor", () => {
  const lead = anAccount({ role: "lead_proctor", centreId: 1 });
  test("acts on the whole centre, holds it back and signs its minutes", () => {
    expect(allowed(lead, centre(1)).sort()).toEqual([...OF_A_ROOM, "hold", "register", "sign_minutes"].sort());
    expect(may(lead, "pause", room(12))).toBe(true);
    expect(may(lead, "register", candidate(102))).toBe(true);
    for (const scope of [centre(2), room(21), candidate(201), NATION]) expect(allowed(lead, scope)).toEqual([]);
  });
  test("a centre cannot lift a national pause, for itself or for a room", () => {
    expect(said(lead, { kind: "resume", scope: centre(1), lifts: NATION })).toHaveProperty("refusal");
    expect(said(lead, { kind: "resume", scope: room(11), lifts: NATION })).toHaveProperty("refusal");
    expect(may(lead, "resume", room(11), { lifts: centre(1) })).toBe(true);
  });
});

test("a technician records incidents of devices and of the network in the centre, nothing else", () => {
  const technician = anAccount({ role: "technician", centreId: 1 });
  expect(allowed(technician, centre(1))).toEqual(["incident"]);
  expect(allowed(technician, candidate(102))).toEqual(["incident"]);
  expect(may(technician, "incident", room(11), { category: "network" })).toBe(true);
  expect(may(technician, "incident", room(11), { category: "fraud" })).toBe(false);
  expect(may(technician, "incident", room(11))).toBe(false);
  expect(allowed(technician, centre(2))).toEqual([]);
});

test("an erratum is the organiser's: a room's message neither corrects one nor stays beside a question", () => {
  const lead = anAccount({ role: "lead_proctor", centreId: 1 });
  const audience = "candidates";
  expect(may(lead, "instruction", room(11), { audience, itemId: null, corrects: null })).toBe(true);
  expect(may(lead, "instruction", room(11), { audience, itemId: "q1" })).toBe(false);
  expect(may(lead, "instruction", room(11), { audience, corrects: 1 })).toBe(false);
});

test("an operator does nothing of the exam", () => {
  for (const scope of [NATION, centre(1), room(11), candidate(101)])
    expect(allowed(anAccount({ role: "operator", examId: null }), scope)).toEqual([]);
});

describe("an organiser", () => {
  const organiser = anAccount({ role: "organiser" });
  test("does everything, everywhere, but only to who is there", () => {
    for (const scope of [NATION, centre(2), room(21), candidate(201)])
      expect(allowed(organiser, scope)).toEqual([...ACT_KINDS]);
    for (const scope of [centre(9), room(99), candidate(999)]) expect(allowed(organiser, scope)).toEqual([]);
  });
  test("start, resume, end, cancel and close need a second one, a pause never", () => {
    const needing = ACT_KINDS.filter((kind) => {
      const authority = said(organiser, { kind, scope: NATION });
      return "needsSecond" in authority && authority.needsSecond;
    });
    expect(needing.sort()).toEqual(["cancel", "close", "end", "resume", "start"]);
    expect(twoPersonActsFrom(["start", "pause", "strat"])).toEqual({ kinds: ["start"], unknown: ["pause", "strat"] });
  });
  test("lets a centre out of a national pause, but a resume never reaches beyond what was paused", () => {
    expect(may(organiser, "resume", centre(1), { lifts: NATION })).toBe(true);
    expect(may(organiser, "resume", room(21), { lifts: centre(1) })).toBe(false);
  });
});

test("the portal's roles do nothing on an exam day, over nobody", () => {
  for (const role of PORTAL_ROLES)
    for (const scope of [NATION, centre(1), room(11), candidate(101)])
      expect(allowed(anAccount({ role, centreId: null }), scope)).toEqual([]);
});
