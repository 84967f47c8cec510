import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { groupedReceiptCode, readReceiptCode, receiptCodeFrom } from "#domain/answer/receipt-code";

const codeOf = (text: string) => receiptCodeFrom(createHash("sha256").update(text).digest());

test("sixteen characters that follow from the statement, in groups of four", () => {
  const code = codeOf("a statement");
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
  expect(codeOf("a statement")).toBe(code);
  expect(codeOf("a statement.")).not.toBe(code);
  expect(groupedReceiptCode(code)).toMatch(/^(.{4}-){3}.{4}$/);
  expect(readReceiptCode(groupedReceiptCode(code).toLowerCase())).toEqual({ ok: true, code });
});

test("one wrong character, and two exchanged, are told from a code that is unknown", () => {
  const code = codeOf("another");
  for (let at = 0; at < code.length; at++) {
    const wrong = code.slice(0, at) + (code[at] === "0" ? "1" : "0") + code.slice(at + 1);
    expect(readReceiptCode(wrong)).toEqual({ ok: false, reason: "check" });
  }
  for (let at = 0; at < code.length - 1; at++) {
    const swapped = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
    if (swapped !== code) expect(readReceiptCode(swapped)).toEqual({ ok: false, reason: "check" });
  }
});
