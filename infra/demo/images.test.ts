import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { electrocardiogram, PREMATURE_BEAT } from "#infra/demo/electrocardiogram.mjs";
import { decodePng, encodePng } from "#infra/demo/png.mjs";
import { OPACITY, radiograph } from "#infra/demo/radiograph.mjs";
import { projectRoot } from "#runtime/project-root";

const folder = join(projectRoot(), "infra/demo/paper");
const key = JSON.parse(readFileSync(join(folder, "key.json"), "utf8")) as {
  items: Record<string, { zones?: { x: number; y: number; r: number }[] }>;
};

describe("images of the demo paper", () => {
  test.each([
    ["thorax.png", radiograph],
    ["electrocardiogramme.png", electrocardiogram],
  ])("%s is what its script draws", { timeout: 60_000 }, (name, draw) => {
    const [drawn, stored] = [draw(), decodePng(readFileSync(join(folder, name)))];
    expect([stored.width, stored.height, stored.samples]).toEqual([drawn.width, drawn.height, drawn.samples]);
    // Engines may round the last bit of a sine otherwise: one grey level is the same picture.
    const off = drawn.pixels.findIndex((value, n) => Math.abs(value - (stored.pixels[n] ?? 999)) > 1);
    expect(off).toBe(-1);
  });

  test("what is written reads back the same", () => {
    const picture = { width: 3, height: 2, samples: 1 as const, pixels: Uint8Array.of(0, 255, 3, 9, 9, 200) };
    expect(decodePng(encodePng(picture))).toEqual(picture);
  });

  test.each([
    ["dp1-q2", "thorax.png", OPACITY],
    ["qi19", "electrocardiogramme.png", PREMATURE_BEAT],
  ])("the key of %s is where the finding is drawn", (itemId, name, finding) => {
    const { width, height } = decodePng(readFileSync(join(folder, name)));
    const zone = key.items[itemId]?.zones?.[0];
    if (!zone) throw new Error("no zone");
    expect(Math.abs(zone.x - (1000 * finding.x) / width)).toBeLessThan(3);
    expect(Math.abs(zone.y - (1000 * finding.y) / height)).toBeLessThan(3);
    expect((zone.r * width) / 1000).toBeGreaterThan(finding.r);
  });
});
