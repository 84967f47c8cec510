import { expect, test } from "vitest";
import type { Proposal } from "#contracts/console/acts";
import type { Http } from "#client-core/ports";
import { NATION } from "#domain/sitting/scope";
import { anAct } from "#domain/testing/builders";
import { ConsoleApi } from "../http/console-api.ts";
import { type ProposalStage, ProposalTask } from "./proposal-task.ts";

type Reply = { status: number; body: unknown } | "lost";
const ACT = anAct("resume", 5, { id: "r1", lifts: NATION });
const APPENDED: Reply = { status: 200, body: { outcome: "appended", act: ACT } };
const proposal = (id: string): Proposal => ({
  sittingId: 1,
  asked: { id, kind: "resume", cause: "x", scope: NATION, lifts: NATION, effectiveAtMs: null, seenActId: null },
  author: "Marie Duval (organiser)",
  authorId: 4,
  atMs: 0,
  expiresAtMs: 900_000,
});
const PROPOSED: Reply = { status: 200, body: { outcome: "proposed", proposal: proposal("r1") } };
const UNKNOWN: Reply = { status: 200, body: { outcome: "unknown" } };
const refused = (code: string): Reply => ({ status: 409, body: { error: { code, message: "why" } } });

/** A task against a control that answers as told; time passes at once. */
function decided(...replies: Reply[]) {
  const asked: string[] = [];
  const stages: ProposalStage["kind"][] = [];
  const http: Http = ({ method, url }) => {
    asked.push(`${method} ${url.replace("/api/console/sittings/1/", "")}`);
    const reply = replies.shift();
    if (reply === undefined || reply === "lost") return Promise.reject(new Error("no reply"));
    return Promise.resolve({ status: reply.status, bytes: new TextEncoder().encode(JSON.stringify(reply.body)) });
  };
  const clock = {
    nowMs: () => 0,
    after: (_delayMs: number, run: () => void) => {
      queueMicrotask(run);
      return () => undefined;
    },
  };
  const task = new ProposalTask({
    api: new ConsoleApi(http),
    clock,
    random: { next: () => 0.5 },
    changed: ({ kind }) => stages.push(kind),
  });
  return { task, asked, stages };
}

test("all of a group are confirmed, in order", async () => {
  const { task, asked } = decided(APPENDED, APPENDED);
  await task.decide("confirm", [proposal("r1"), proposal("r2")]);
  expect(asked).toEqual(["POST proposals/r1/confirm", "POST proposals/r2/confirm"]);
  expect(task.stage).toEqual({ kind: "done" });
});

test("a lost reply is checked until the journal answers; what was appended is not confirmed again", async () => {
  const { task, asked, stages } = decided("lost", "lost", APPENDED);
  await task.decide("confirm", [proposal("r1")]);
  expect(asked).toEqual(["POST proposals/r1/confirm", "GET acts/r1", "GET acts/r1"]);
  expect(stages).toEqual(["sending", "checking", "done"]);
});

test("a confirmation that never arrived is sent again", async () => {
  const { task, asked } = decided("lost", PROPOSED, APPENDED);
  await task.decide("confirm", [proposal("r1")]);
  expect(asked.filter((line) => line.startsWith("POST"))).toHaveLength(2);
  expect(task.stage.kind).toBe("done");
});

test("withdrawn by somebody else, or expired: said, and the rest of the group is left alone", async () => {
  const gone = decided("lost", UNKNOWN);
  await gone.task.decide("confirm", [proposal("r1"), proposal("r2")]);
  expect(gone.task.stage).toMatchObject({ kind: "refused", refusal: { code: "not_found" } });
  const no = decided(refused("not_allowed"));
  await no.task.decide("confirm", [proposal("r1"), proposal("r2")]);
  expect(no.task.stage).toMatchObject({ kind: "refused", refusal: { code: "not_allowed" } });
  expect(no.asked).toHaveLength(1);
});

test("a withdrawal whose reply was lost is done when the proposal is gone", async () => {
  const { task } = decided("lost", UNKNOWN);
  await task.decide("withdraw", [proposal("r1")]);
  expect(task.stage.kind).toBe("done");
});
