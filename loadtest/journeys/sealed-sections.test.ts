import { expect, test } from "vitest";
import { SealedSections } from "#loadtest/journeys/sealed-sections";
import { createHash } from "node:crypto";
import { firstPath, nextPath } from "#runtime/seal";

const sha256Hex = (text: string) => createHash("sha256").update(text).digest("hex");
const lock = (n: number) => ({ sectionId: "dp1", stepId: `q${n}`, itemIds: [`q${n}`] });

test("locks follow each other as ingest expects them, each with the token that came for it", () => {
  const sections = new SealedSections(sha256Hex);
  const first = firstPath("dp1");
  expect(sections.lock(lock(1))).toEqual({ sectionId: "dp1", path: first, token: null });
  expect(sections.isOpen("dp1")).toBe(false);
  const second = nextPath(first, "q1", ["q1"]);
  const step = { v: 1, kind: "step", sectionId: "dp1", path: second, key: "k", token: "t2" } as const;
  expect(sections.heard({ ...step, path: first })).toBe(false);
  expect(sections.heard(step)).toBe(true);
  expect(sections.heard(step), "said again").toBe(false);
  expect(sections.lock(lock(2))).toEqual({ sectionId: "dp1", path: second, token: "t2" });
  expect(sections.isOpen("dp2")).toBe(true);
});
