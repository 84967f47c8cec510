import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { ServerFrame } from "#contracts/frames/server";
import { TabletFrame } from "#contracts/frames/tablet";
import { EpochMarker, SecuredMessage } from "#contracts/stream/answer-stream";
import { WIRE } from "#contracts/wire-version";

const fingerprint = (...schemas: z.ZodType[]) =>
  createHash("sha256")
    .update(JSON.stringify(schemas.map((schema) => z.toJSONSchema(schema))))
    .digest("hex")
    .slice(0, 12);

test("the shape of frames changes only with the version", () => {
  expect({ version: WIRE.current, print: fingerprint(TabletFrame, ServerFrame) }).toEqual({
    version: 1,
    // The same version: a tablet may say in its status how many frames it passed over and what its sticker says, and need not;
    // an act "ready" says why it was said without a passed rehearsal, null in journals written before.
    print: "7745c787d8c2",
  });
});

test("the shape of stream records changes only with their version", () => {
  expect({ marker: "m1", print: fingerprint(EpochMarker, SecuredMessage) }).toEqual({
    marker: "m1",
    print: "b0cc1c0969e5",
  });
});

test("servers understand what tablets send", () => {
  expect(WIRE.oldestAccepted).toBeLessThanOrEqual(WIRE.sentByTablets);
  expect(WIRE.sentByTablets).toBeLessThanOrEqual(WIRE.current);
});
