import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readImageHeader } from "#cli/import/image-header";
import { projectRoot } from "#runtime/project-root";

const png = (width: number, height: number) => {
  const bytes = Buffer.from("89504e470d0a1a0a0000000d494844520000000000000000", "hex");
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
};
/** Start of image, an application segment, a fill byte, a progressive frame of 480 × 640. */
const JPEG = Buffer.from("ffd8ffe000041234ffffc2001108028001e003", "hex");

test("sizes of PNG and JPEG are read from their headers", () => {
  expect(readImageHeader(png(820, 920))).toEqual({ mediaType: "image/png", width: 820, height: 920 });
  expect(readImageHeader(JPEG)).toEqual({ mediaType: "image/jpeg", width: 480, height: 640 });
  const thorax = readFileSync(join(projectRoot(), "infra/demo/paper/thorax.png"));
  expect(readImageHeader(thorax)).toEqual({ mediaType: "image/png", width: 820, height: 920 });
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["a text", Buffer.from("<svg onload=x>")],
  ["a GIF", Buffer.from("GIF89a\x01\x00\x01\x00")],
  ["a PNG cut off", png(8, 8).subarray(0, 20)],
  ["a PNG without width", png(0, 8)],
  ["a JPEG cut off", JPEG.subarray(0, 12)],
  ["a JPEG that leads nowhere", Buffer.from("ffd8ffe0ffff0000000000", "hex")],
])("%s is no image", (_, bytes) => {
  expect(readImageHeader(bytes)).toBeNull();
});
