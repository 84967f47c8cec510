import { describeAnswerLedger } from "#domain/testing/answer-ledger-contract";
import { MemoryAnswerLedger } from "#simulator/memory/answer-ledger";

describeAnswerLedger("memory", async () => {
  await Promise.resolve();
  const endMs = 10_000_000;
  const ledger = new MemoryAnswerLedger(new Set([1]), () => endMs);
  return { ledger, reader: ledger, sittingId: 1, candidateId: 16, endMs, stop: async () => Promise.resolve() };
});
