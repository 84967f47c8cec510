import { expect, test } from "vitest";
import { conduct, type Cue, type Stage } from "#loadtest/conductor/conduct";
import type { DoneAct } from "#loadtest/conductor/organisers";

const cue = (kind: "pause" | "resume" | "end"): Cue => ({ atMs: 0, act: { kind, cause: "", effectiveAtMs: null } });
const fault: Cue = { atMs: 0, fault: { part: "postgres", what: "freeze", seconds: 9 } };
const done = (kind: "pause" | "resume" | "end"): DoneAct => ({
  act: { id: kind, kind, atMs: 1, effectiveAtMs: 1 },
  askedAtMs: 1,
  tookMs: 1,
  refusedFirst: null,
});

test("an act waits for the one before, not for a fault; what fails is told and stops nothing", async () => {
  const log: string[] = [];
  let endFault = () => {};
  const stage: Stage = {
    act: async ({ kind }) => {
      log.push(`asked ${kind}`);
      await Promise.resolve();
      log.push(`answered ${kind}`);
      if (kind === "resume") throw new Error("resume: 503");
      if (kind === "end") endFault();
      return done(kind as "pause" | "end");
    },
    befall: () => new Promise((resolve) => (endFault = () => resolve({ fromMs: 1, untilMs: null }))),
    say: () => undefined,
  };
  const played = await conduct([fault, cue("pause"), cue("resume"), cue("end")], stage, new AbortController().signal);
  expect(log).toEqual(["pause", "resume", "end"].flatMap((kind) => [`asked ${kind}`, `answered ${kind}`]));
  expect(played.acts.map(({ act }) => act.kind)).toEqual(["pause", "end"]);
  expect(played.faults).toMatchObject([{ fault: { part: "postgres" }, untilMs: null }]);
  expect(played.troubles).toEqual(["resume: 503"]);
});

test("what is still to come is left out once it is over", async () => {
  const over = new AbortController();
  const later: Cue = { ...cue("end"), atMs: Date.now() + 3_600_000 };
  const asked: string[] = [];
  const stage: Stage = {
    act: async ({ kind }) => {
      asked.push(kind);
      over.abort();
      return done("pause");
    },
    befall: () => Promise.reject(new Error("nobody")),
    say: () => undefined,
  };
  const played = await conduct([cue("pause"), later], stage, over.signal);
  expect(asked).toEqual(["pause"]);
  expect(played.acts).toHaveLength(1);
});
