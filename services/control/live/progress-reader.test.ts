import { afterEach, expect, test, vi } from "vitest";
import type { Progress } from "#control/live/ports";
import { createProgressReader } from "#control/live/progress-reader";

afterEach(() => void vi.useRealTimers());

test("a look that found nothing to read, before any console came, does not stop the later ones", async () => {
  vi.useFakeTimers();
  const told: Progress = { candidateId: 7, answered: 3, backupAnswered: 0, submitted: true, receiptCode: null };
  const reader = createProgressReader({ progressOf: () => Promise.resolve([told]) }, Date.now, () => undefined);
  const heard: number[] = [];
  reader.onProgress((_sittingId, progress) => heard.push(...progress.map(({ candidateId }) => candidateId)));

  await reader.start();
  await vi.advanceTimersByTimeAsync(10_000);
  reader.ask(1, [7]);
  await vi.advanceTimersByTimeAsync(10_000);

  expect(heard).toEqual([7]);
  await reader.stop();
});
