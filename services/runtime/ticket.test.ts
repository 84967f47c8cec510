import { expect, test } from "vitest";
import { signTicket, verifyTicket } from "#runtime/ticket";

const key = (id: string, byte: number) => ({ id, secret: Buffer.alloc(32, byte) });
const claims = {
  role: "candidate" as const,
  sittingId: 1,
  candidateId: 42,
  epoch: 3,
  genesis: "a".repeat(64),
  deviceId: "tablet-1",
  centreId: 1,
  roomId: 2,
  expiresAtMs: 1_000,
};

test("a signed ticket gives its claims back, also after the signing key has rotated", () => {
  const ticket = signTicket([key("k1", 1)], claims);
  expect(verifyTicket([key("k2", 2), key("k1", 1)], ticket, 999)).toMatchObject({
    candidateId: 42,
    epoch: 3,
    key: "k1",
  });
});

test("altered, foreign, malformed and expired tickets are refused", () => {
  const keys = [key("k1", 1)];
  const ticket = signTicket(keys, claims);
  const [head = "", signature = ""] = ticket.split(".");
  const forged = Buffer.from(JSON.stringify({ v: 1, key: "k1", ...claims, candidateId: 43 })).toString("base64url");
  expect(verifyTicket(keys, `${forged}.${signature}`, 0)).toBeNull();
  expect(verifyTicket([key("k1", 9)], ticket, 0)).toBeNull();
  expect(verifyTicket([key("k2", 1)], ticket, 0)).toBeNull();
  for (const text of ["", ".", head, `${head}.`, `!!!.${signature}`, `${head}.${signature}x`.slice(1)])
    expect(verifyTicket(keys, text, 0)).toBeNull();
  expect(verifyTicket(keys, ticket, 1_000)).toBeNull();
});
