/**
 * Copies that control keeps of what it knows, on the control Redis: the exam book, for a start while PostgreSQL is away,
 * and alerts with their owners. The texts are control's; nobody else reads them. All reject with StoreTrouble.
 */
import type { Redis } from "ioredis";
import { orTrouble } from "#redis/connection";

/** Hash exam id → JSON of its places and people. */
const EXAM_BOOK_KEY = "exam-book";
const alertsKey = (sittingId: number) => `alerts:${sittingId}`;

export const createKeptCopies = (redis: Redis) => ({
  examPages: async (): Promise<unknown[]> =>
    Object.values(await orTrouble("exam book", redis.hgetall(EXAM_BOOK_KEY))).map((text): unknown => JSON.parse(text)),
  keepExamPages: async (examId: number, pages: unknown): Promise<void> => {
    await orTrouble("exam book", redis.hset(EXAM_BOOK_KEY, String(examId), JSON.stringify(pages)));
  },
  alerts: async (sittingId: number): Promise<unknown[]> =>
    JSON.parse((await orTrouble("alerts", redis.get(alertsKey(sittingId)))) ?? "[]") as unknown[],
  keepAlerts: async (sittingId: number, kept: readonly unknown[]): Promise<void> => {
    await orTrouble("alerts", redis.set(alertsKey(sittingId), JSON.stringify(kept)));
  },
});
