import { describe, expect, test } from "vitest";
import type { ActAsked } from "#contracts/console/acts";
import { ErrorBody } from "#contracts/errors";
import { LIMITS } from "#contracts/limits";
import { aDesk } from "#control/testing/a-desk";
import { anAsked, OTHER_EXAM_SITTING, SITTING } from "#control/testing/a-staff";
import { type Act, actOf } from "#domain/sitting/act";
import type { Scope } from "#domain/sitting/scope";
import { NATION } from "#domain/sitting/scope";

const centre = (id: number): Scope => ({ kind: "centre", id });
const room = (id: number): Scope => ({ kind: "room", id });
const candidate = (id: number): Scope => ({ kind: "candidate", id });
const AT = `/api/console/sittings/${SITTING}`;

type Desk = ReturnType<typeof aDesk>;
/** What happened before, without anybody's leave. */
function happened(desk: Desk, ...asked: ActAsked[]): void {
  for (const one of asked) desk.world.acts.push(actOf({ ...one, author: "before" }, desk.world.nowMs));
}
const running = [anAsked("check_in"), anAsked("start", { override: "test" })];
const said = async (desk: Desk, login: string, asked: ActAsked): Promise<string> =>
  desk.told(await desk.act(login, asked));
const messageOf = async (response: Response) => ErrorBody.parse(await response.json()).error.message;

describe("who may act", () => {
  test("each role in its own places: refused elsewhere, and for other kinds, by the server", async () => {
    const desk = aDesk();
    happened(desk, ...running);
    const incident = { category: "device" } as const;
    const cases: [string, ActAsked, string][] = [
      ["proctor", anAsked("pause", { scope: room(11) }), "200 appended"],
      ["proctor", anAsked("pause", { scope: room(12) }), "403 not_allowed"],
      ["proctor", anAsked("pause", { scope: centre(1) }), "403 not_allowed"],
      ["proctor", anAsked("attendance", { scope: candidate(101), attendance: "absent" }), "200 appended"],
      ["proctor", anAsked("attendance", { scope: candidate(201), attendance: "absent" }), "403 not_allowed"],
      ["proctor", anAsked("sign_minutes", { scope: centre(1) }), "403 not_allowed"],
      ["lead", anAsked("pause", { scope: centre(1) }), "200 appended"],
      ["lead", anAsked("pause", { scope: centre(2) }), "403 not_allowed"],
      ["lead", anAsked("pause"), "403 not_allowed"],
      ["lead", anAsked("start", { scope: centre(1), override: "late" }), "403 not_allowed"],
      ["lead", anAsked("sign_minutes", { scope: centre(1) }), "200 appended"],
      ["tech", anAsked("incident", { scope: room(12), ...incident }), "200 appended"],
      ["tech", anAsked("pause", { scope: room(12) }), "403 not_allowed"],
      ["ops", anAsked("incident", { scope: room(12), ...incident }), "403 not_allowed"],
      ["elsewhere", anAsked("pause"), "403 not_allowed"],
      ["marie", anAsked("register", { registration: "moved", detail: "x" }), "403 not_allowed"],
      ["marie", anAsked("pause"), "200 appended"],
    ];
    for (const [login, asked, outcome] of cases)
      expect([login, asked.kind, asked.scope, await said(desk, login, asked)]).toEqual([
        login,
        asked.kind,
        asked.scope,
        outcome,
      ]);
  });

  test("nobody without a session, and nobody in another exam's sitting", async () => {
    const desk = aDesk();
    expect(await desk.told(await desk.post(`${AT}/acts`, anAsked("check_in")))).toBe("401 session_ended");
    expect(await desk.told(await desk.act("marie", anAsked("check_in"), OTHER_EXAM_SITTING))).toBe("403 not_allowed");
    expect(await desk.told(await desk.act("marie", anAsked("check_in"), 77))).toBe("404 not_found");
    expect(desk.world.acts).toEqual([]);
  });

  test("a session that expires in the middle of an act: nothing happened, and the same act goes through afterwards", async () => {
    const desk = aDesk();
    happened(desk, ...running);
    const cookie = await desk.cookieOf("marie");
    const asked = anAsked("pause");
    desk.world.nowMs += LIMITS.staffSessionMs;
    expect(await desk.told(await desk.post(`${AT}/acts`, asked, cookie))).toBe("401 session_ended");
    expect(await said(desk, "marie", asked)).toBe("200 appended");
  });
});

describe("an act that is asked for", () => {
  test("is signed by its author and stamped; organisers' instructions are numbered, a room's message is not", async () => {
    const desk = aDesk();
    happened(desk, ...running);
    const text = { text: "Page 3", audience: "candidates" } as const;
    await desk.act("marie", anAsked("instruction", { ...text, audience: "everyone" }));
    await desk.act("proctor", anAsked("instruction", { ...text, scope: room(11) }));
    await desk.act("paul", anAsked("instruction", { ...text, corrects: 1 }));
    expect(desk.world.acts.slice(2)).toMatchObject([
      { author: "Marie Duval (organiser)", number: 1, second: null, atMs: desk.world.nowMs },
      { author: "Pia Noir (proctor)", number: null },
      { author: "Paul Roux (organiser)", number: 2, corrects: 1 },
    ]);
  });

  test("says all that its kind needs, with a cause where a jury will ask for one", async () => {
    const desk = aDesk();
    happened(desk, ...running);
    const bad: object[] = [
      anAsked("credit"),
      anAsked("attendance", { scope: candidate(101) }),
      anAsked("instruction", { text: "x" }),
      anAsked("incident", { scope: room(11) }),
      anAsked("pause", { cause: "  " }),
      anAsked("instruction", { text: "x".repeat(LIMITS.instructionCharsMax + 1), audience: "everyone" }),
      { ...anAsked("pause"), more: true },
      anAsked("pause", { id: "not an id!" }),
    ];
    for (const asked of bad) expect(await desk.told(await desk.act("marie", asked))).toBe("400 bad_request");
    const pasted = await desk.act("marie", anAsked("instruction", { text: "é".repeat(20_000), audience: "everyone" }));
    expect(pasted.status).toBe(400);
    expect(desk.world.acts.length).toBe(2);
  });

  test("returns its first outcome after a lost reply, and whoever asks is told what became of it", async () => {
    const desk = aDesk();
    happened(desk, ...running);
    const cookie = await desk.cookieOf("marie");
    const asked = anAsked("pause");
    const became = async () => desk.told(await desk.get(`${AT}/acts/${asked.id}`, cookie));
    expect(await became()).toBe("200 unknown");
    expect(await said(desk, "marie", asked)).toBe("200 appended");
    expect(await said(desk, "marie", asked)).toBe("200 repeated");
    expect(await became()).toBe("200 appended");
    expect(desk.world.acts.filter((act) => act.kind === "pause").length).toBe(1);
  });

  test("two organisers at once: one wins, the other is told who did what", async () => {
    const desk = aDesk();
    happened(desk, ...running);
    const seenActId = desk.world.acts.at(-1)?.id ?? null;
    const credit = { creditMs: 60_000, seenActId };
    expect(await said(desk, "marie", anAsked("credit", { ...credit, cause: "fire alarm" }))).toBe("200 appended");
    const second = await desk.act("paul", anAsked("credit", { ...credit, cause: "alarm" }));
    expect(second.status).toBe(409);
    const { error } = ErrorBody.parse(await second.json());
    expect([error.code, error.message]).toEqual([
      "act_overtaken",
      "Marie Duval (organiser) did credit meanwhile: fire alarm",
    ]);
    // Elsewhere nothing was overtaken, and a pause never waits for what was seen.
    expect(await said(desk, "lead", anAsked("credit", { ...credit, scope: centre(1), seenActId: null }))).toBe(
      "200 appended",
    );
    expect(await said(desk, "paul", anAsked("pause", { seenActId: null }))).toBe("200 appended");
    expect(await messageOf(await desk.act("marie", anAsked("pause")))).toBe("it is paused already");
  });
});

test("an id that another act has names no other: nothing happens under it", async () => {
  const desk = aDesk();
  const first = anAsked("incident", { scope: room(11), category: "device" });
  happened(desk, ...running, first);
  const replace = anAsked("replace_device", { id: first.id, scope: candidate(101) });
  expect(await said(desk, "proctor", replace)).toBe("409 act_refused");
  expect(desk.world.fenced).toEqual([]);
  expect(await said(desk, "marie", anAsked("cancel", { id: first.id }))).toBe("409 act_refused");
  expect(await said(desk, "proctor", first)).toBe("200 repeated");
});

test("an instant is announced for today: one of another day could not be taken back", async () => {
  const desk = aDesk();
  happened(desk, ...running);
  const inHours = (hours: number) => ({ effectiveAtMs: desk.world.nowMs + hours * 3_600_000 });
  expect(await said(desk, "marie", anAsked("pause", inHours(24)))).toBe("400 bad_request");
  expect(await said(desk, "marie", anAsked("pause", inHours(12)))).toBe("200 appended");
});

describe("an exam that is declared ready", () => {
  const ask = async (desk: Desk, kind: "ready" | "start", over: Partial<ActAsked> = {}): Promise<string> => {
    const response = await desk.act("marie", anAsked(kind, over));
    return response.status === 200 ? desk.told(response) : messageOf(response);
  };
  test("needs a passed rehearsal of its size, or a reason that stands in the journal", async () => {
    const desk = aDesk();
    happened(desk, anAsked("check_in"));
    desk.world.passed = [{ profile: "day", candidates: 2, atMs: desk.world.nowMs }];
    const refusal =
      /^no rehearsal with 3 candidates or more was passed in the last 14 days \(the nearest: 2 candidates, 0 days ago\)/;
    expect(await ask(desk, "ready")).toMatch(refusal);
    expect(await ask(desk, "start")).toMatch(refusal);
    expect(desk.world.acts).toHaveLength(1);
    expect(await ask(desk, "ready", { override: "rehearsed elsewhere" })).toBe("200 appended");
    expect(desk.world.acts.at(-1)).toMatchObject({ kind: "ready", override: "rehearsed elsewhere" });
    desk.world.passed = [{ profile: "day", candidates: 3, atMs: desk.world.nowMs }];
    expect(await ask(desk, "ready")).toBe("200 appended");
  });
  test("with PostgreSQL away waits for it, unless a reason is given; what needs no rehearsal does not", async () => {
    const desk = aDesk();
    happened(desk, anAsked("check_in"));
    desk.world.databaseAway = true;
    expect(await desk.told(await desk.act("marie", anAsked("ready")))).toBe("503 store_unavailable");
    expect(await ask(desk, "ready", { override: "the database is away" })).toBe("200 appended");
    // The nation is ready: its start asks nobody any more.
    expect(await ask(desk, "start")).toMatch(/^not ready: Rennes/);
    desk.world.rehearsal = true;
    expect(await ask(desk, "ready")).toBe("200 appended");
    desk.world.rehearsal = false;
    expect(await said(desk, "lead", anAsked("ready", { scope: centre(1), checks: [] }))).toBe("200 appended");
  });
  test("what the second person confirms is looked at again", async () => {
    const desk = aDesk();
    happened(desk, anAsked("check_in"), anAsked("ready", { scope: centre(1) }), anAsked("ready", { scope: centre(2) }));
    const start = anAsked("start");
    expect(await said(desk, "marie", start)).toBe("200 proposed");
    desk.world.passed = [];
    const confirmed = await desk.post(`${AT}/proposals/${start.id}/confirm`, {}, await desk.cookieOf("paul"));
    expect(await desk.told(confirmed)).toBe("409 act_refused");
  });
});

describe("a start", () => {
  const ready = (scope: Scope) => anAsked("ready", { scope, checks: [] });
  async function starting(desk: Desk, over: Partial<ActAsked> = {}): Promise<string> {
    const response = await desk.act("marie", anAsked("start", over));
    return response.status === 200 ? desk.told(response) : messageOf(response);
  }
  test("with unready centres is refused with their names, unless they are held or a reason is given", async () => {
    const desk = aDesk();
    happened(desk, anAsked("check_in"), ready(room(11)));
    expect(await starting(desk)).toMatch(/^not ready: Rennes Amphi B, Bordeaux\. /);
    expect(await starting(desk, { override: " " })).toMatch(/^not ready/);
    expect(await starting(desk, { override: "they are on the phone" })).toBe("200 proposed");
    happened(desk, ready(room(12)), anAsked("hold", { scope: centre(2) }));
    expect(await starting(desk)).toBe("200 proposed");
  });
  test("with tablets that are not as they should be is refused with their rooms; a room that is held does not count", async () => {
    const desk = aDesk();
    happened(desk, anAsked("check_in"), ready(centre(1)), ready(centre(2)));
    desk.world.tabletsNotReady = [101, 201];
    expect(await starting(desk)).toMatch(/^2 tablets are not as they should be \(Rennes Amphi A, Bordeaux Amphi A\)/);
    expect(await starting(desk, { override: "they compose on paper" })).toBe("200 proposed");
    happened(desk, anAsked("hold", { scope: room(11) }), anAsked("hold", { scope: centre(2) }));
    expect(await starting(desk)).toBe("200 proposed");
  });
  test("of one centre looks at that centre, whose rooms may have spoken for it", async () => {
    const desk = aDesk({ twoPersonActs: [] });
    happened(desk, anAsked("check_in"), ready(room(11)));
    expect(await starting(desk, { scope: centre(1) })).toMatch(/^not ready: Rennes Amphi B\. /);
    happened(desk, ready(room(12)));
    expect(await starting(desk, { scope: centre(1) })).toBe("200 appended");
    happened(desk, ready(centre(2)));
    expect(await starting(desk, { scope: room(21) })).toBe("200 appended");
    expect((desk.world.acts.at(-1) as Extract<Act, { kind: "start" }>).override).toBe("ready as a whole");
  });
});

test("the words of an act are for its own centre, whoever knows its id; what waits for a second, for organisers", async () => {
  const desk = aDesk();
  const asked = anAsked("incident", { scope: room(21), category: "health", cause: "fainted" });
  const waiting = anAsked("cancel");
  happened(desk, ...running, asked);
  await desk.act("marie", waiting);
  const read = async (login: string, path: string) => {
    const response = await desk.get(`${AT}/${path}`, await desk.cookieOf(login));
    return response.text();
  };
  expect(await read("marie", `acts/${asked.id}`)).toContain("fainted");
  for (const login of ["lead", "proctor", "tech"]) {
    expect(JSON.parse(await read(login, `acts/${asked.id}`))).toMatchObject({ act: { kind: "incident", cause: "" } });
    expect(JSON.parse(await read(login, `acts/${waiting.id}`))).toEqual({ outcome: "unknown" });
    expect(await read(login, "proposals")).toContain("not_allowed");
  }
  const repeated = await desk.act("proctor", { ...asked, scope: room(11) });
  expect(await repeated.text()).not.toContain("fainted");
  expect(await read("paul", "proposals")).toContain(waiting.id);
});

describe("an act that needs two", () => {
  const decide = async (desk: Desk, login: string, actId: string, verb: "confirm" | "withdraw") =>
    desk.told(await desk.post(`${AT}/proposals/${actId}/${verb}`, {}, await desk.cookieOf(login)));
  const proposed = async (desk: Desk, asked = anAsked("cancel")): Promise<string> => {
    happened(desk, ...running);
    expect(await said(desk, "marie", asked)).toBe("200 proposed");
    return asked.id;
  };

  test("waits for another organiser, is proposed once, and is then signed by both", async () => {
    const desk = aDesk();
    const asked = anAsked("cancel");
    await proposed(desk, asked);
    expect(await said(desk, "marie", asked)).toBe("200 proposed");
    expect(desk.world.acts.length).toBe(2);
    expect(await decide(desk, "marie", asked.id, "confirm")).toBe("403 not_allowed");
    for (const login of ["lead", "proctor", "tech", "ops"])
      expect(await decide(desk, login, asked.id, "confirm")).toBe("403 not_allowed");
    expect(await decide(desk, "paul", asked.id, "confirm")).toBe("200 appended");
    expect(desk.world.acts.at(-1)).toMatchObject({
      kind: "cancel",
      author: "Marie Duval (organiser)",
      second: "Paul Roux (organiser)",
    });
    expect(await decide(desk, "paul", asked.id, "confirm")).toBe("200 repeated");
    expect(await said(desk, "marie", asked)).toBe("200 repeated");
    expect(desk.world.proposals.size).toBe(0);
  });

  test("what is confirmed is what was read: put up again under its id it is another proposal", async () => {
    const desk = aDesk();
    const asked = anAsked("cancel", { scope: room(11) });
    await proposed(desk, asked);
    const readAtMs = desk.world.nowMs;
    await decide(desk, "marie", asked.id, "withdraw");
    desk.world.nowMs += 1;
    expect(await said(desk, "marie", { ...asked, scope: NATION })).toBe("200 proposed");
    const confirm = async (atMs: number) =>
      desk.told(await desk.post(`${AT}/proposals/${asked.id}/confirm`, { atMs }, await desk.cookieOf("paul")));
    expect(await confirm(readAtMs)).toBe("404 not_found");
    expect(await confirm(desk.world.nowMs)).toBe("200 appended");
  });

  test("withdrawn it is unknown, and may be asked for again", async () => {
    const desk = aDesk();
    const asked = anAsked("cancel");
    const id = await proposed(desk, asked);
    expect(await decide(desk, "proctor", id, "withdraw")).toBe("403 not_allowed");
    expect(await decide(desk, "marie", id, "withdraw")).toBe("200 unknown");
    expect(await decide(desk, "paul", id, "confirm")).toBe("404 not_found");
    expect(await said(desk, "marie", asked)).toBe("200 proposed");
  });

  test("what the state has forbidden since is refused at the confirmation, and leaves the list", async () => {
    const desk = aDesk();
    const id = await proposed(desk);
    happened(desk, anAsked("cancel"));
    expect(await decide(desk, "paul", id, "confirm")).toBe("409 act_refused");
    expect(desk.world.proposals.size).toBe(0);
  });

  test("control killed between the confirmation and the journal: the next one who confirms completes it", async () => {
    const desk = aDesk();
    const id = await proposed(desk);
    // The confirmation was noted; the process died before it reached the journal.
    await desk.parts.proposals.confirm(SITTING, id, { accountId: 2, signature: "Paul Roux (organiser)" });
    const restarted = aDesk(desk.parts);
    expect(await decide(restarted, "marie", id, "withdraw")).toBe("409 act_overtaken");
    expect(await decide(restarted, "paul", id, "confirm")).toBe("200 appended");
    expect(desk.world.acts.at(-1)).toMatchObject({ kind: "cancel", second: "Paul Roux (organiser)" });
  });

  test("a pause needs one person; which acts need two is configured", async () => {
    const desk = aDesk({ twoPersonActs: [] });
    happened(desk, ...running);
    expect(await said(desk, "marie", anAsked("pause"))).toBe("200 appended");
    expect(await said(desk, "marie", anAsked("resume"))).toBe("200 appended");
  });

  test("an illegal one is refused at once", async () => {
    const desk = aDesk();
    expect(await said(desk, "marie", anAsked("resume"))).toBe("409 act_refused");
    expect(desk.world.proposals.size).toBe(0);
  });
});

describe("moving to a spare tablet", () => {
  const replace = anAsked("replace_device", { scope: candidate(101), cause: "cracked screen" });
  test("fences the tablet once the act is in the journal; with the answers' store away nothing happens", async () => {
    const desk = aDesk();
    happened(desk, ...running);
    desk.world.answersAway = true;
    expect(await said(desk, "proctor", replace)).toBe("503 store_unavailable");
    expect([desk.world.acts.length, desk.world.fenced]).toEqual([2, []]);
    desk.world.answersAway = false;
    expect(await said(desk, "proctor", replace)).toBe("200 appended");
    expect(desk.world.fenced).toEqual([101]);
  });
  test("other acts go on while the answers' store is away", async () => {
    const desk = aDesk();
    happened(desk, ...running);
    desk.world.answersAway = true;
    expect(await said(desk, "marie", anAsked("pause"))).toBe("200 appended");
  });
});

test("the journal is exported with codes and anonymity numbers, to organisers and operators only", async () => {
  const desk = aDesk();
  happened(
    desk,
    ...running,
    anAsked("pause"),
    anAsked("resume", { scope: centre(1), lifts: NATION }),
    anAsked("credit", { scope: room(12), creditMs: 1_000 }),
    anAsked("attendance", { scope: candidate(201), attendance: "left" }),
    anAsked("attendance", { scope: candidate(999), attendance: "left" }),
  );
  const file = async (login: string) => desk.get(`${AT}/journal.json`, await desk.cookieOf(login));
  for (const login of ["proctor", "lead", "tech"]) expect((await file(login)).status).toBe(403);
  expect((await file("ops")).status).toBe(200);
  const { acts } = (await (await file("marie")).json()) as { acts: { position: number; act: Act }[] };
  expect(acts.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(acts.slice(3).map(({ act }) => act)).toMatchObject([
    { scope: { kind: "centre", code: "REN" }, lifts: { kind: "nation" } },
    { scope: { kind: "room", centre: "REN", code: "B" } },
    { scope: { kind: "candidate", anonymityNumber: "N201" } },
    { scope: { kind: "candidate", anonymityNumber: "#999" } },
  ]);
});

describe("the end of the day", () => {
  const ended = [...running, anAsked("end"), anAsked("collect")];
  const sign = anAsked("sign_minutes", { scope: centre(1) });
  const signing = async (desk: Desk) => {
    const response = await desk.act("lead", { ...sign, id: crypto.randomUUID() });
    return response.status === 200 ? desk.told(response) : messageOf(response);
  };
  test("minutes are signed once everybody present has a complete receipt, or a reason why not", async () => {
    const desk = aDesk();
    happened(desk, ...running);
    desk.world.arrived.add(101).add(102);
    expect(await signing(desk)).toBe("2 candidates are still composing");
    happened(desk, ...ended.slice(2));
    expect(await signing(desk)).toMatch(/^2 tablets still owe entries \(seats A101, A102\)/);
    desk.world.stored.add(101);
    expect(await signing(desk)).toMatch(/^1 tablets still owe entries \(seats A102\)/);
    expect(await said(desk, "lead", anAsked("waive_receipt", { scope: candidate(102), cause: "tablet broken" }))).toBe(
      "200 appended",
    );
    desk.world.databaseAway = true;
    expect(await desk.told(await desk.act("lead", sign))).toBe("503 store_unavailable");
    desk.world.databaseAway = false;
    expect(await signing(desk)).toBe("200 appended");
    expect(await signing(desk)).toBe("the minutes are signed already");
  });
  test("a sitting is closed over unsigned minutes only with a reason", async () => {
    const desk = aDesk({ twoPersonActs: [] });
    happened(desk, ...ended, sign);
    const close = await desk.act("marie", anAsked("close", { cause: "" }));
    expect(await messageOf(close)).toBe("minutes not signed: Bordeaux. Say why it is closed all the same");
    expect(await said(desk, "marie", anAsked("close", { cause: "Bordeaux signed on paper" }))).toBe("200 appended");
  });
});
