/** The download of a sealed package, on packages as the platform makes them. */
import { expect, test } from "vitest";
import { MemoryShelf } from "#client-core/memory-shelf";
import { type FetchState, PackageFetcher } from "#client-core/package/package-fetcher";
import { PackageShelf } from "#client-core/package/package-shelf";
import type { Http } from "#client-core/ports";
import { seeded, sha256 } from "#client-core/testing/a-tablet";
import { VirtualClock } from "#client-core/testing/virtual-clock";
import { BACKUP, MANIFEST_KEY, PAPER, sealed } from "./testing/paper.ts";

const ROOM = 31;

async function aDepot() {
  const main = await sealed(PAPER, "main");
  const backup = await sealed(BACKUP, "backup");
  const shelf = new MemoryShelf();
  const clock = new VirtualClock();
  const asked: string[] = [];
  let answers: (hash: string, bytes: Uint8Array) => Uint8Array | null = (_, bytes) => bytes;
  const http: Http = async ({ url }) => {
    const hash = url.slice(url.lastIndexOf("/") + 1);
    asked.push(hash);
    const bytes = main.served.get(hash) ?? backup.served.get(hash);
    const answer = bytes && answers(hash, bytes);
    if (!answer) throw new Error("offline");
    return { status: 200, bytes: answer };
  };
  /** Fetches until it is whole or has failed. WebCrypto answers in its own time. */
  const fetch = (of: typeof main, key = MANIFEST_KEY) =>
    new Promise<FetchState>((resolve) => {
      const fetcher = new PackageFetcher({
        ...{ http, shelf, sha256, clock, random: seeded(1), ref: of.ref, roomId: ROOM, spreadMs: 0 },
        source: { url: "https://packages", key },
        changed: (state) => {
          if (state.kind === "fetching") return;
          fetcher.stop();
          resolve(state);
        },
      });
      fetcher.start();
    });
  return { main, backup, shelf, asked, fetch, answer: (by: typeof answers) => (answers = by) };
}

test("a package comes whole, with the codes of the room alone, and is never asked for again", async () => {
  const { asked, fetch, main, shelf } = await aDepot();
  const state = await fetch(main);
  if (state.kind !== "whole") throw new Error(state.kind);
  const kept = new PackageShelf(shelf);
  expect((await kept.codes(state.manifest, ROOM))?.roomId).toBe(ROOM);
  expect(await kept.codes(state.manifest, ROOM + 1)).toBe(null);
  for (const { bytes, name } of state.manifest.pieces)
    expect((await kept.piece(state.manifest, name))?.length).toBe(bytes);
  const before = asked.length;
  expect((await fetch(main)).kind).toBe("whole");
  expect(asked).toHaveLength(before);
});

test("a download that was cut goes on where it stopped; what is damaged is never kept", async () => {
  const { answer, asked, fetch, main } = await aDepot();
  const codes = [...main.served.keys()].at(-3) ?? "";
  answer((hash, bytes) => (hash === codes ? null : bytes));
  expect(await fetch(main)).toMatchObject({ kind: "trouble" });
  answer((hash, bytes) => (hash === main.ref.sha256 ? bytes : Uint8Array.from([...bytes.subarray(1), 0])));
  expect(await fetch(main)).toEqual({ kind: "trouble", why: "damaged" });
  answer((_, bytes) => bytes);
  expect((await fetch(main)).kind).toBe("whole");
  expect(asked.filter((hash) => hash === main.ref.sha256)).toHaveLength(1);
});

test("a manifest that another key has signed is not believed", async () => {
  const { fetch, main } = await aDepot();
  const other = { ...MANIFEST_KEY, ...(await anotherKey()) };
  expect(await fetch(main, other)).toEqual({ kind: "trouble", why: "damaged" });
});

test("what is over is dropped, and nothing else", async () => {
  const { asked, backup, fetch, main, shelf } = await aDepot();
  await fetch(main);
  await fetch(backup);
  await new PackageShelf(shelf).dropOthers(new Set([main.ref.sha256]));
  const before = asked.length;
  await fetch(main);
  expect(asked).toHaveLength(before);
  await fetch(backup);
  expect(asked.length).toBeGreaterThan(before);
});

async function anotherKey(): Promise<{ x: string; y: string }> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { x, y };
}
