import { expect, test } from "vitest";
import { LIMITS } from "#contracts/limits";
import { anAnswer } from "#domain/testing/builders";
import { Client, setUp } from "#ingest/testing/an-ingest";

const snapshot = (text: string) => ({ v: 1, kind: "workspace", text });

test("a snapshot is kept for its candidate, at most one per spacing; it is no entry", async () => {
  const platform = setUp();
  const client = await new Client(platform).hello();
  client.send(snapshot('{"kind":"status","seq":1}'));
  client.send(snapshot("too soon"));
  await platform.clock.advance(LIMITS.workspaceSpacingMs);
  client.send(JSON.stringify(snapshot("in time"), null, 2));
  await platform.clock.advance(0);
  expect(platform.workspaces.kept).toEqual(['1:42 {"kind":"status","seq":1}', "1:42 in time"]);
  expect([client.closed, platform.store.stored]).toEqual([null, []]);
});

test("one that does not follow the protocol closes; a replaced device's is not kept", async () => {
  const platform = setUp();
  const client = await new Client(platform).hello();
  client.send({ ...snapshot("x"), page: 3 });
  expect(client.closed?.name).toBe("bad_frame");
  const long = await new Client(platform).hello();
  long.send(snapshot("x".repeat(LIMITS.workspaceCharsMax + 1)));
  expect(long.closed?.name).toBe("bad_frame");
  platform.store.fence = 2;
  const replaced = await new Client(platform).hello();
  replaced.send(snapshot("old"));
  await platform.clock.advance(0);
  expect([replaced.closed, platform.workspaces.kept]).toEqual([null, []]);
});

test("while the store is away answers go on, and it is said once", async () => {
  const platform = setUp();
  const client = await new Client(platform).hello();
  platform.workspaces.away = true;
  for (let seq = 1; seq <= 2; seq++) {
    client.send(snapshot("lost"));
    client.send(anAnswer({ seq }));
    await platform.clock.advance(LIMITS.workspaceSpacingMs);
  }
  expect([platform.troubles.length, client.closed, client.of("received").at(-1)?.seq]).toEqual([1, null, 2]);
});
