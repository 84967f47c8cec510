import { expect, test } from "vitest";
import { settle, VirtualClock } from "#client-core/testing/virtual-clock";
import type { ActAsked } from "#contracts/console/acts";
import { anAct } from "#domain/testing/builders";
import { ConsoleApi } from "../http/console-api.ts";
import { FakeHttp, refused } from "../testing/fake-live.ts";
import { ActTask } from "./act-task.ts";

const asked = (id: string): ActAsked => ({
  id,
  kind: "pause",
  cause: "coupure",
  scope: { kind: "room", id: 10 },
  effectiveAtMs: null,
  seenActId: null,
});
const act = (id: string) => anAct("pause", 5_000, { id, scope: { kind: "room", id: 10 } });
const appended = (id: string) => ({ outcome: "appended", act: act(id) });

async function aTask(http: FakeHttp, ids: readonly string[] = ["p1"]) {
  const clock = new VirtualClock();
  const stages: string[] = [];
  const api = new ConsoleApi(http.http);
  const ports = { api, clock, random: { next: () => 0.5 }, changed: (one: ActTask) => stages.push(one.state.stage) };
  const task = new ActTask(1, ids.map(asked), ports);
  await task.start();
  await settle();
  return { task, clock, stages, http };
}
const bodies = (http: FakeHttp) => http.asked.map(({ method, body }) => `${method} ${body ? JSON.parse(body).id : ""}`);

test("a reply that is lost is checked with the journal, and never taken for a failure", async () => {
  const http = new FakeHttp().lose().lose().reply(200, appended("p1"));
  const { task, clock, stages } = await aTask(http);
  expect(task.state.stage).toBe("checking");
  await clock.advance(30_000);
  expect(stages).toEqual(["checking", "checking", "settled"]);
  expect(task.state.outcomes).toEqual([{ kind: "done", act: act("p1") }]);
  expect(bodies(http)).toEqual(["POST p1", "GET ", "GET "]);
});

test("what the journal does not know is asked for again with the same id", async () => {
  const http = new FakeHttp().lose().reply(200, { outcome: "unknown" }).reply(200, appended("p1"));
  const { task, clock } = await aTask(http);
  await clock.advance(30_000);
  expect(bodies(http)).toEqual(["POST p1", "GET ", "POST p1"]);
  expect(task.state.stage).toBe("settled");
});

test("the live feed may answer first", async () => {
  const { task, clock, http } = await aTask(new FakeHttp().lose());
  task.seen(act("other"));
  expect(task.state.stage).toBe("checking");
  task.seen(act("p1"));
  expect(task.state).toMatchObject({ stage: "settled", outcomes: [{ kind: "done" }] });
  await clock.advance(60_000);
  expect(http.asked).toHaveLength(1);
});

test("a trouble of the store is uncertain too, a refusal is not", async () => {
  const uncertain = await aTask(new FakeHttp().reply(503, refused("store_unavailable")));
  expect(uncertain.task.state.stage).toBe("checking");
  const reason = { code: "overtaken", kind: "pause", author: "Anne (organiser)", cause: "fire" } as const;
  const certain = await aTask(new FakeHttp().reply(409, refused("act_overtaken", reason)));
  expect(certain.task.state).toMatchObject({
    stage: "settled",
    outcomes: [{ kind: "refused", refusal: { code: "act_overtaken", reason } }],
  });
});

test("a selection goes on after one refusal, and stops when the session has ended", async () => {
  const http = new FakeHttp()
    .reply(200, appended("a"))
    .reply(409, refused("act_refused"))
    .reply(401, refused("session_ended"));
  const { task, clock } = await aTask(http, ["a", "b", "c", "d"]);
  expect(task.state.outcomes.map(({ kind }) => kind)).toEqual(["done", "refused", "refused"]);
  expect(task.state.stage).toBe("settled");
  // Signed in again: the act that nobody knows of is looked for before it is asked again.
  http.reply(200, { outcome: "unknown" }).reply(200, appended("c")).reply(200, appended("d"));
  task.resume();
  await clock.advance(1_000);
  expect(bodies(http).slice(3)).toEqual(["GET ", "POST c", "POST d"]);
  expect(task.state.outcomes.map(({ kind }) => kind)).toEqual(["done", "refused", "done", "done"]);
});
