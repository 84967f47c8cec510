/** Marks blocks of invented candidates, one after the other, as `amphi mark` does: digest of entries, marks, lines. */
import { createHash } from "node:crypto";
import { seededNumbers } from "#domain/exam/seeded-numbers";
import { marksLine } from "#domain/marking/mark-lines";
import { entriesText } from "#domain/marking/run-digest";
import { candidateOf, newMarking, textWriters } from "#infra/bench/marking/invented-answers.ts";
import type { Trouble } from "#infra/bench/worker.ts";

/** Candidates from `from` up to, not including, `to`. */
export interface ToStream {
  readonly block: number;
  readonly from: number;
  readonly to: number;
  readonly seed: number;
}
export type FromStream =
  | Trouble
  | {
      readonly said: "marked";
      readonly block: number;
      /** One SHA-256 a candidate, hex, one per line. */
      readonly digests: string;
      readonly bytes: number;
      readonly marks: number;
      /** Of this block. */
      readonly cpuMs: number;
      readonly rssMB: number;
    };

const run = newMarking();
const writers = textWriters();

function markBlock({ block, from, seed, to }: ToStream): FromStream {
  const random = seededNumbers(seed);
  const cpu = process.cpuUsage();
  const digests: string[] = [];
  let [bytes, sum] = [0, 0];
  for (let n = from; n < to; n++) {
    const candidate = candidateOf(
      run,
      writers.map((write) => write(random)),
      n,
    );
    const inForce = candidate.answers.map((answer, seq) => ({ answer, epoch: 1, seq }));
    digests.push(createHash("sha256").update(entriesText(candidate, inForce)).digest("hex"));
    const marks = run.mark(candidate);
    sum += marks.mark ?? 0;
    bytes += marksLine("UE1", marks).length;
  }
  const { system, user } = process.cpuUsage(cpu);
  const rssMB = process.memoryUsage().rss / 1e6;
  return {
    said: "marked",
    block,
    digests: digests.join("\n"),
    bytes,
    marks: sum,
    cpuMs: (user + system) / 1_000,
    rssMB,
  };
}

process.on("message", (told: ToStream) => process.send?.(markBlock(told)));
process.on("disconnect", () => process.exit(0));
