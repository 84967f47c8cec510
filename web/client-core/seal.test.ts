/** Servers seal, tablets open: both sides of every derivation must agree. */
import { expect, test } from "vitest";
import { webcrypto } from "node:crypto";
import * as server from "#runtime/seal";
import * as tablet from "#client-core/seal";

const startKey = Uint8Array.from({ length: 32 }, (_, n) => n);

test("keys, paths and codes come out alike on both sides", async () => {
  expect(await tablet.freeSectionKey(startKey, "qi")).toEqual(new Uint8Array(server.freeSectionKey(startKey, "qi")));
  const path = server.firstPath("dp1");
  expect(await tablet.firstPath("dp1")).toBe(path);
  const section = server.lockedSectionKey(startKey, "dp1");
  expect(await tablet.stepKey(section, path)).toEqual(new Uint8Array(server.stepKey(section, path)));
  expect(await tablet.nextPath(path, "q1", ["q1a", "q1b"])).toBe(server.nextPath(path, "q1", ["q1a", "q1b"]));
  const salt = startKey.subarray(0, 16);
  expect(await tablet.codeKey("0123456789ABCDEF", salt, 1_000)).toEqual(
    new Uint8Array(await server.codeKey("0123456789ABCDEF", salt, 1_000)),
  );
  expect(tablet.keyText(tablet.keyFrom(server.sealKeyText(startKey)))).toBe(server.sealKeyText(startKey));
});

test("they stay what they are: packages that were made before must still open", () => {
  const section = server.lockedSectionKey(startKey, "dp1");
  const path = server.nextPath(server.firstPath("dp1"), "q1", ["q1"]);
  expect({
    free: server.sealKeyText(server.freeSectionKey(startKey, "qi")),
    step: server.sealKeyText(server.stepKey(section, path)),
    token: server.progressToken(section, 7, path),
    path,
  }).toMatchInlineSnapshot(`
    {
      "free": "QeziLd5aCFMznKpHgpCMUZBbgieengf_13EhbPbjrTM",
      "path": "d3dc2b4b8afcb0474478e657b4e373daf8f1cd85693fe1251a4a429adacf097a",
      "step": "JcVFmBjcyzfYgYoQl83ZFqlw_YQGqvf53SB4ikbpyKw",
      "token": "6n8Z5Z1dW4McOt2mMaCKKg0r4eXph2wILpJp5waQ9sk",
    }
  `);
});

test("a piece opens with its key and name, and with nothing else", async () => {
  const clear = webcrypto.getRandomValues(new Uint8Array(5_000));
  const sealed = new Uint8Array(server.sealPiece(startKey, "opening", clear));
  expect(await tablet.openPiece(startKey, "opening", sealed)).toEqual(clear);
  expect(server.openPiece(startKey, "opening", sealed)).toEqual(Buffer.from(clear));
  const another = startKey.map((byte) => byte ^ 1);
  expect(await tablet.openPiece(another, "opening", sealed)).toBeNull();
  expect(server.openPiece(another, "opening", sealed)).toBeNull();
  expect(await tablet.openPiece(startKey, "section/qi", sealed)).toBeNull();
  sealed[100] = (sealed[100] ?? 0) ^ 1;
  expect(await tablet.openPiece(startKey, "opening", sealed)).toBeNull();
  expect(await tablet.openPiece(startKey, "opening", sealed.subarray(0, 20))).toBeNull();
});

test("another lock, another order or another candidate leads elsewhere", () => {
  const first = server.firstPath("dp1");
  const ways = [
    server.nextPath(first, "q1", ["q1"]),
    server.nextPath(first, "q2", ["q1"]),
    server.nextPath(first, "q1", ["q1", "q2"]),
    server.nextPath(server.firstPath("dp2"), "q1", ["q1"]),
  ];
  expect(new Set(ways).size).toBe(4);
  expect(server.progressToken(startKey, 1, first)).not.toBe(server.progressToken(startKey, 2, first));
});
