import { describe, expect, test } from "vitest";
import { ErrorBody } from "#contracts/errors";
import { SignInResponse } from "#contracts/http/sign-in";
import {
  aControl,
  acts,
  aHolder,
  aSitting,
  CODE,
  DEVICE,
  NOW_MS,
  PACKAGE,
  PACKAGES,
  TICKET_KEYS,
} from "#control/testing/a-control";
import { genesisOf, headAfter } from "#domain/answer/chain";
import { StoreTrouble } from "#domain/ports/answer-stream";
import { verifyTicket } from "#runtime/ticket";
import { createHash } from "node:crypto";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const REQUEST = { cardCode: CODE, device: DEVICE, holds: null };
const of = { sittingId: 5, candidateId: 42 };
const firstGenesis = genesisOf(sha256, of, 1, { previousEpoch: 0, previousSeq: 0, previousHead: "0".repeat(64) });

async function codeOf(response: Response): Promise<string> {
  return ErrorBody.parse(await response.json()).error.code;
}

describe("sign-in", () => {
  test("a card gives a ticket of the open sitting, the first epoch and where its chain starts", async () => {
    const { world, post } = aControl();
    const response = await post({ ...REQUEST, cardCode: `${CODE.slice(0, 4).toLowerCase()} - ${CODE.slice(4)}` });
    const body = SignInResponse.parse(await response.json());
    expect(body).toMatchObject({
      epoch: 1,
      genesis: firstGenesis,
      candidate: { id: 42, room: "Amphi 2", seat: "A12" },
    });
    expect([body.paper, body.backup, body.packages]).toEqual([PACKAGE, null, PACKAGES]);
    expect(world.markers).toMatchObject([{ epoch: 1, deviceId: DEVICE.id, genesisHash: firstGenesis.hash }]);
    expect(verifyTicket(TICKET_KEYS, body.ticket, NOW_MS)).toMatchObject({
      ...of,
      epoch: 1,
      genesis: firstGenesis.hash,
      roomId: 9,
      centreId: 3,
      // started a second ago, one hour and a third, two hours of grace
      expiresAtMs: NOW_MS - 1_000 + 4_800_000 + 7_200_000,
    });
  });

  test("where the tablet was replaced, the next one gets the next epoch, chained to what the server holds", async () => {
    const { world, signIn } = aControl();
    world.fence = { epoch: 1, deviceId: "replaced-act-1" };
    world.epochs = [
      { epoch: 1, deviceId: "another-tablet", genesis: firstGenesis, genesisHash: firstGenesis.hash, d2: 2 },
    ];
    world.frames = ['{"seq":1}', '{"seq":2}', '{"seq":3}'];
    const body = await signIn();
    const head = headAfter(
      sha256,
      firstGenesis.hash,
      world.frames.slice(0, 2).map((f) => Buffer.from(f)),
    );
    expect(body.epoch).toBe(2);
    expect(body.genesis).toEqual(genesisOf(sha256, of, 2, { previousEpoch: 1, previousSeq: 2, previousHead: head }));
  });

  test("a device that still holds its log keeps its epoch and its genesis, drained or not", async () => {
    const { world, signIn } = aControl();
    world.fence = { epoch: 1, deviceId: DEVICE.id };
    const holds = { sittingId: 5, epoch: 1, headSeq: 7, genesis: firstGenesis };
    expect(await signIn({ holds })).toMatchObject({ epoch: 1, genesis: firstGenesis });
    world.epochs = [{ epoch: 1, deviceId: DEVICE.id, genesis: firstGenesis, genesisHash: firstGenesis.hash, d2: 0 }];
    expect(await signIn({ holds })).toMatchObject({ epoch: 1, genesis: firstGenesis });
    expect(world.markers).toEqual([]);
  });

  test("a held epoch of another device, sitting or genesis is not kept", async () => {
    const holds = { sittingId: 5, epoch: 1, headSeq: 7, genesis: firstGenesis };
    const drained = { epoch: 1, deviceId: DEVICE.id, genesis: null, genesisHash: firstGenesis.hash, d2: 0 };
    const cases = [
      { holds: { ...holds, genesis: { ...firstGenesis, previousSeq: 9 } }, epochs: [drained] },
      { holds: { ...holds, sittingId: 6 }, epochs: [drained] },
      { holds, epochs: [{ ...drained, deviceId: "another-tablet" }] },
      { holds, epochs: [{ ...drained, genesisHash: "f".repeat(64) }] },
    ];
    for (const { holds: held, epochs } of cases) {
      const { world, signIn } = aControl();
      world.fence = { epoch: 1, deviceId: DEVICE.id };
      world.epochs = epochs;
      expect((await signIn({ holds: held })).epoch).toBe(2);
    }
  });

  test("a second tablet waits until a person has replaced the first one, and is shown to them meanwhile", async () => {
    const { world, post, signIn } = aControl();
    const second = { ...REQUEST, device: { ...DEVICE, id: "tablet-00000002" } };
    const refusal = async () => codeOf(await post(second));
    expect((await signIn()).epoch).toBe(1);
    expect([await refusal(), await refusal()]).toEqual(["device_not_approved", "device_not_approved"]);
    expect([world.otherTablets.sinceMs(of), world.markers.length]).toEqual([NOW_MS, 1]);
    // The first one lost its log: that is no second tablet.
    expect((await signIn()).epoch).toBe(2);
    expect(world.otherTablets.sinceMs(of)).toBeNull();
    // An emptied store has forgotten who has the epoch.
    world.fence = null;
    world.epochs = [{ epoch: 2, deviceId: DEVICE.id, genesis: null, genesisHash: null, d2: 0 }];
    expect(await refusal()).toBe("device_not_approved");
    world.fence = { epoch: 3, deviceId: "replaced-act-1" };
    expect((await signIn(second)).epoch).toBe(4);
    expect(world.otherTablets.sinceMs(of)).toBeNull();
    expect(await codeOf(await post(REQUEST))).toBe("device_not_approved");
    expect(await codeOf(await post({ ...REQUEST, device: { ...DEVICE, id: "replaced-act-2" } }))).toBe("bad_request");
  });

  test("nobody is signed in while a paper of the sitting is not sealed: nothing is spent, and it is tried again", async () => {
    const { world, post, signIn } = aControl();
    const backup = { paperId: 9, durationMs: 1_800_000, viewSha256: "ef".repeat(32) };
    for (const staged of [[], [{ sittingId: 5, paper: PACKAGE, backup: null }]]) {
      world.sittings = [aSitting({ backup })];
      world.staged = staged;
      const response = await post(REQUEST);
      expect([response.status, response.headers.get("retry-after"), await codeOf(response)]).toEqual([
        503,
        "2",
        "package_missing",
      ]);
    }
    expect(world.markers).toEqual([]);
    world.staged = [{ sittingId: 5, paper: PACKAGE, backup: PACKAGE }];
    expect((await signIn()).backup).toEqual({ ...PACKAGE, durationMs: 1_800_000 });
  });

  test("refusals name what is wrong", async () => {
    const { world, post } = aControl();
    const refusal = async (body: unknown) => {
      const response = await post(body);
      return `${response.status} ${await codeOf(response)}`;
    };
    expect(await refusal({ ...REQUEST, cardCode: "AAAA" })).toBe("401 card_unknown");
    world.holder = aHolder({ revoked: true });
    expect(await refusal(REQUEST)).toBe("403 card_revoked");
    world.holder = aHolder();
    world.acts = new Map();
    expect(await refusal(REQUEST)).toBe("409 sitting_not_open");
    world.acts = new Map([[5, acts("check_in", "start", "end")]]);
    expect(await refusal(REQUEST)).toBe("409 sitting_over");
    world.sittings = [];
    expect(await refusal(REQUEST)).toBe("409 no_sitting");
    expect(await refusal({ cardCode: 1 })).toBe("400 bad_request");
    expect(await refusal("{not json")).toBe("400 bad_request");
    expect(await refusal({ ...REQUEST, more: true })).toBe("400 bad_request");
    expect(await refusal({ ...REQUEST, device: { ...DEVICE, publicKey: { x: "a", y: "b" } } })).toBe("400 bad_request");
    expect(await refusal({ ...REQUEST, cardCode: "A".repeat(5_000) })).toBe("400 bad_request");
  });

  test("after the end, a tablet that still holds entries of the sitting may sign in to deliver them", async () => {
    const { world, signIn } = aControl();
    world.acts = new Map([[5, acts("check_in", "start", "end", "collect")]]);
    const mine = { epoch: 1, deviceId: DEVICE.id, genesis: firstGenesis, genesisHash: firstGenesis.hash, d2: 3 };
    world.epochs = [mine, { ...mine, epoch: 2, deviceId: "the-spare-tablet", genesisHash: "e".repeat(64) }];
    world.fence = { epoch: 2, deviceId: "the-spare-tablet" };
    const holds = { sittingId: 5, epoch: 1, headSeq: 7, genesis: firstGenesis };
    const { ticket, epoch } = await signIn({ holds });
    expect(epoch).toBe(1);
    expect(verifyTicket(TICKET_KEYS, ticket, NOW_MS)?.expiresAtMs).toBe(NOW_MS + 7_200_000);
    expect(world.markers).toEqual([]);
  });

  test("[I8] after the end nobody gets a new epoch, whatever they say they hold", async () => {
    const { world, post } = aControl();
    world.acts = new Map([[5, acts("check_in", "start", "end")]]);
    const mine = { epoch: 1, deviceId: DEVICE.id, genesis: firstGenesis, genesisHash: firstGenesis.hash, d2: 3 };
    world.epochs = [mine];
    const invented = genesisOf(sha256, of, 99, { previousEpoch: 0, previousSeq: 0, previousHead: "0".repeat(64) });
    for (const [holds, device] of [
      [{ sittingId: 5, epoch: 99, headSeq: 7, genesis: invented }, DEVICE],
      [
        { sittingId: 5, epoch: 1, headSeq: 7, genesis: firstGenesis },
        { ...DEVICE, id: "another-tablet" },
      ],
      [null, DEVICE],
    ]) {
      const response = await post({ cardCode: CODE, device, holds });
      expect(`${response.status} ${await codeOf(response)}`).toBe("409 sitting_over");
    }
    expect(world.markers).toEqual([]);
  });

  test("of several open sittings the latest is taken", async () => {
    const { world, signIn } = aControl();
    world.sittings = [aSitting({ id: 7, plannedStartMs: NOW_MS - 9_000 }), aSitting({ id: 6 }), aSitting({ id: 5 })];
    for (const { id } of world.sittings) world.acts.set(id, acts("check_in"));
    world.staged = world.sittings.map(({ id }) => ({ sittingId: id, paper: PACKAGE, backup: null }));
    expect((await signIn()).sitting.id).toBe(6);
  });

  test("wrong codes exhaust a budget that valid cards do not feel", async () => {
    const { world, post, signIn } = aControl();
    const wrong = { ...REQUEST, cardCode: "0000000000000" };
    expect(await codeOf(await post(wrong))).toBe("card_unknown");
    expect(await codeOf(await post(wrong))).toBe("card_unknown");
    const refused = await post(wrong);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect((await signIn()).epoch).toBe(1);
    world.nowMs += 1_000;
    expect(await codeOf(await post(wrong))).toBe("card_unknown");
  });

  test("a store that is away is said so, with when to come back", async () => {
    const away = () => Promise.reject(new StoreTrouble("PostgreSQL is away", "later"));
    const { post } = aControl({
      directory: { cardHolder: away, sittingsOfExam: away, sitting: away, epochs: away, frames: away },
    });
    const response = await post(REQUEST);
    expect(response.status).toBe(503);
    expect(ErrorBody.parse(await response.json()).error).toMatchObject({
      code: "store_unavailable",
      retryAfterMs: 2_000,
    });
  });

  test("a defect is answered without its details", async () => {
    const { post } = aControl({ epochs: { issue: () => Promise.reject(new Error("secret detail")) } });
    const response = await post(REQUEST);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });
});

describe("state", () => {
  test("health is 200 while all parts are up and 503 with the reason when one is not", async () => {
    const probes = [
      { names: ["postgres"], ask: () => Promise.reject(new Error("connection refused")) },
      {
        names: ["ingest-1", "drain-1", "jobs-1"],
        ask: () => Promise.resolve(["2 connected", null, "!queue stands still"]),
      },
    ];
    const up = await aControl().app.request("/api/health");
    expect([up.status, await up.json()]).toEqual([
      200,
      { state: "up", parts: [{ name: "postgres", state: "up", detail: "answers" }] },
    ]);
    const down = await aControl({ probes }).app.request("/api/health");
    expect([down.status, await down.json()]).toEqual([
      503,
      {
        state: "down",
        parts: [
          { name: "postgres", state: "down", detail: "connection refused" },
          { name: "ingest-1", state: "up", detail: "2 connected" },
          { name: "drain-1", state: "down", detail: "not heard of for 3 s" },
          { name: "jobs-1", state: "down", detail: "queue stands still" },
        ],
      },
    ]);
  });

  test("the clock, the figures and the description of the API", async () => {
    const { app, signIn } = aControl();
    await signIn();
    expect(await (await app.request("/api/time")).json()).toEqual({ serverTimeMs: NOW_MS });
    const figures = await (await app.request("/metrics")).text();
    expect(figures).toContain('amphi_sign_ins_total{outcome="ok"} 1');
    expect(figures).toContain('route="/api/sign-in",status="200"');
    const described = (await (await app.request("/api/openapi.json")).json()) as { openapi: string; paths: object };
    expect(described.openapi).toBe("3.1.0");
    expect(Object.keys(described.paths).sort()).toEqual([
      "/api/devices",
      "/api/devices/me/packages",
      "/api/devices/me/readiness",
      "/api/health",
      "/api/receipt",
      "/api/receipts",
      "/api/rehearsal/report",
      "/api/restore",
      "/api/sign-in",
      "/api/time",
    ]);
  });
});

describe("pages", () => {
  test("hashed files are kept for ever, pages are asked for again, folders get their slash", async () => {
    const { app } = aControl();
    const page = await app.request("/tablet/");
    expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-cache"]);
    const script = await app.request("/assets/tablet-AbCd1234.js", { headers: { "accept-encoding": "gzip" } });
    expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect([script.headers.get("content-type"), script.headers.get("content-encoding")]).toEqual([
      "text/javascript; charset=utf-8",
      "gzip",
    ]);
    const folder = await app.request("/tablet");
    expect([folder.status, folder.headers.get("location")]).toEqual([302, "/tablet/"]);
    expect((await app.request("/tablet/../../etc/passwd")).status).toBe(404);
  });

  test("every response forbids foreign scripts and frames and names the addresses of ingest and of packages", async () => {
    const { app } = aControl();
    for (const path of ["/tablet/", "/api/time", "/nowhere"]) {
      const { headers } = await app.request(path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("connect-src 'self' ws://127.0.0.1:9001 http://127.0.0.1:9002");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain("unsafe");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });
});
