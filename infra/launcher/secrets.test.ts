import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROLES } from "#postgres/roles";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { DATABASE_ROLES, loadSecrets, receiptKeyFile } from "./secrets.mjs";

test("secrets are made once, kept, and readable by their owner alone", () => {
  const data = temporaryFolder();
  const made = loadSecrets(data);
  expect(loadSecrets(data)).toEqual(made);
  expect(statSync(join(data, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(made.ticketKeys).toMatch(/^k1:[0-9a-f]{64}$/);
  expect(made.cardSecret).toMatch(/^[0-9a-f]{64}$/);
  expect(loadSecrets(temporaryFolder()).cardSecret).not.toBe(made.cardSecret);
});

test("every role of the database has a password", () => {
  expect([...DATABASE_ROLES]).toEqual([...ROLES]);
  expect(Object.keys(loadSecrets(temporaryFolder()).rolePasswords)).toEqual([...ROLES]);
});

test.each([
  ["cut short", '{"ticketKeys":', /secrets\.json cannot be read/],
  ["without the key of the cards", '{"ticketKeys":"k1:00"}', /secrets\.json lacks cardSecret, redisPassword/],
])("a file %s is refused, never replaced", (_what, content, message) => {
  const data = temporaryFolder();
  writeFileSync(join(data, "secrets.json"), content);
  expect(() => loadSecrets(data)).toThrow(message);
  expect(readFileSync(join(data, "secrets.json"), "utf8")).toBe(content);
});

test("an installation from before staff had accounts gets what it lacks, once", () => {
  const data = temporaryFolder();
  const { staffSecret, ...old } = loadSecrets(data);
  writeFileSync(join(data, "secrets.json"), JSON.stringify(old));
  const completed = loadSecrets(data);
  expect(completed).toEqual({ ...old, staffSecret: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  expect(completed.staffSecret).not.toBe(staffSecret);
  expect(loadSecrets(data)).toEqual(completed);
});

test("the public key beside the receipt key verifies what it signs", () => {
  const data = temporaryFolder();
  const file = receiptKeyFile(data);
  const pem = readFileSync(file, "utf8");
  expect(receiptKeyFile(data)).toBe(file);
  expect(readFileSync(file, "utf8")).toBe(pem);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const text = Buffer.from("receipt");
  const signature = sign("sha256", text, createPrivateKey(pem));
  const publicKey = createPublicKey(readFileSync(join(data, "receipt-public-key.pem")));
  expect(verify("sha256", text, publicKey, signature)).toBe(true);
});
