import { expect, test } from "vitest";
import { isInThread, mayPublish, mayRead, publishedIds } from "#domain/staff/chat-scope";
import { anAccount } from "#domain/staff/testing/places";

const message = (id: string, thread: "common" | number, answers: string | null = null) => ({ id, thread, answers });

test("a centre is in its own thread and on the common channel; organisers and operators are in all", () => {
  for (const role of ["proctor", "lead_proctor", "technician"] as const) {
    const account = anAccount({ role, centreId: 1 });
    expect([isInThread(account, 1), isInThread(account, "common"), isInThread(account, 2)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(mayPublish(account)).toBe(false);
  }
  expect(isInThread(anAccount({ role: "operator", examId: null }), 2)).toBe(true);
  expect(isInThread(anAccount(), 2)).toBe(true);
  expect(mayPublish(anAccount())).toBe(true);
});

test("a question that was answered for all is read by all", () => {
  const all = [message("q1", 2), message("q2", 2), message("a1", "common", "q1"), message("a2", 2, "q2")];
  const proctor = anAccount({ role: "proctor", centreId: 1 });
  expect(all.filter((one) => mayRead(proctor, one, publishedIds(all))).map((one) => one.id)).toEqual(["q1", "a1"]);
});
