import { expect, test } from "vitest";
import { ErrorBody } from "#contracts/errors";
import { type OwnReceiptResponse, ReceiptAnswer } from "#contracts/http/receipt";
import { aControl, PACKAGES } from "#control/testing/a-control";
import { groupedReceiptCode, receiptCodeFrom } from "#domain/answer/receipt-code";

const codeOf = (n: number) => receiptCodeFrom(Buffer.alloc(32, n));
const first = { sittingId: 5, candidateId: 42, code: codeOf(1), jws: "first" };
const second = { ...first, code: codeOf(2), jws: "second" };
const other = { ...first, candidateId: 43, code: codeOf(3), jws: "of somebody else" };

async function own(control: ReturnType<typeof aControl>, ticket: string) {
  const response = await control.app.request("/api/receipt", { headers: { authorization: `Bearer ${ticket}` } });
  return { status: response.status, body: await response.json() };
}
async function ask(control: ReturnType<typeof aControl>, code: string) {
  const response = await control.app.request("/api/receipts", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  const body: unknown = await response.json();
  return { status: response.status, body, code: ErrorBody.safeParse(body).data?.error.code };
}

test("a tablet is given its candidate's newest receipt, and nobody else's", async () => {
  const control = aControl();
  const { ticket } = await control.signIn();
  expect((await own(control, ticket)).body).toEqual({ jws: null } satisfies OwnReceiptResponse);
  control.world.receipts.push(first, other, second);
  expect(await own(control, ticket)).toEqual({ status: 200, body: { jws: "second" } });
  expect((await own(control, `${ticket}x`)).status).toBe(401);
  expect((await control.app.request("/api/receipt")).status).toBe(401);
});

test("whoever has a code reads the receipt, as it was typed, and learns of a newer one", async () => {
  const control = aControl();
  control.world.receipts.push(first, other, second);
  const read = async (code: string) => ReceiptAnswer.parse((await ask(control, code)).body);
  expect(await read(first.code)).toEqual({ jws: "first", newerCode: second.code, key: PACKAGES.key });
  expect(await read(groupedReceiptCode(second.code).toLowerCase())).toMatchObject({ jws: "second", newerCode: null });
});

test("codes that nobody has: a typing error costs no query, guessing is slowed down, a true code is always answered", async () => {
  const control = aControl();
  control.world.receipts.push(first);
  expect(await ask(control, "not a code")).toMatchObject({ status: 400 });
  const typo = first.code.slice(0, -1) + (first.code.endsWith("0") ? "1" : "0");
  expect(await ask(control, typo)).toMatchObject({ status: 400 });
  expect(await ask(control, codeOf(8))).toMatchObject({ status: 404, code: "not_found" });
  expect(await ask(control, codeOf(9))).toMatchObject({ status: 404 });
  expect(await ask(control, codeOf(10))).toMatchObject({ status: 429, code: "too_many_attempts" });
  expect(await ask(control, first.code)).toMatchObject({ status: 200 });
});
