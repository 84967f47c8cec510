import { expect, test } from "vitest";
import { fromHex } from "#domain/answer/chain";
import { receiptCode } from "#domain/answer/receipt-code";

test("ten characters of five bits each, from the front of the head", () => {
  expect(receiptCode(fromHex(`00443214c74254b635cf${"00".repeat(22)}`))).toBe("01234-56789");
  expect(receiptCode(fromHex("ff".repeat(32)))).toBe("ZZZZZ-ZZZZZ");
  expect(receiptCode(fromHex("00".repeat(32)))).toBe("00000-00000");
  expect(receiptCode(fromHex(`f8${"00".repeat(31)}`))).toBe("Z0000-00000");
  expect(receiptCode(fromHex(`0000000000003f${"ff".repeat(25)}`))).toBe("00000-00000");
});
