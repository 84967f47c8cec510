import { createHash, generateKeyPairSync } from "node:crypto";
import { compactVerify, importJWK } from "jose";
import { expect, test } from "vitest";
import { codeLabel, CodesFile, OFFLINE_CODES } from "#contracts/package/codes";
import { PackageManifest } from "#contracts/package/manifest";
import { OpeningHead, SectionHead, StepHead } from "#contracts/package/pieces";
import type { ViewPaper } from "#contracts/paper/view";
import { PIECE } from "#domain/seal/labels";
import { makePackage, type MadePackage } from "#preparation/seal/make-package";
import { manifestKeyOf, signManifest } from "#preparation/seal/sign-manifest";
import {
  codeKey,
  firstPath,
  freeSectionKey,
  lockedSectionKey,
  newSealKey,
  nextPath,
  openPiece,
  sealKeyFrom,
  stepKey,
} from "#runtime/seal";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const file = (byte: number, length: number) => {
  const bytes = Buffer.alloc(length, byte);
  return { sha256: sha256(bytes), mediaType: "image/png", bytes };
};
/** The second is longer than a chunk. */
const FILES = [file(1, 1_000), file(2, 600_000), file(3, 500)] as const;
const image = (n: 0 | 1 | 2) => ({ sha256: FILES[n].sha256, alt: "MARKER image", width: 10, height: 10 });
const question = (id: string, images: ReturnType<typeof image>[] = []) => ({
  id,
  stemHtml: `<p>MARKER ${id}</p>`,
  images,
  type: "QROC" as const,
  wordsMax: 5,
  unit: null,
});
const PAPER: ViewPaper = {
  format: "amphi-paper-view",
  version: 1,
  id: "p",
  title: "Paper",
  language: "fr",
  durationMinutes: 60,
  sections: [
    {
      id: "case",
      title: "Case",
      kind: "progressive_case",
      navigation: "locked",
      introductionHtml: "<p>MARKER introduction</p>",
      article: null,
      items: [
        question("q1", [image(0)]),
        {
          id: "box",
          stemHtml: "<p>MARKER box</p>",
          images: [],
          type: "KFP",
          items: [question("k1", [image(1)]), question("k2")],
        },
        { ...question("q3", [image(0)]), type: "QZP", zoneImage: image(2), expected: 1 } as never,
      ],
    },
    {
      id: "free",
      title: "Free",
      kind: "isolated_questions",
      navigation: "free",
      introductionHtml: null,
      article: null,
      items: [question("f1", [image(0)]), question("f2", [image(0)])],
    },
  ],
};
delete (PAPER.sections[0]?.items[2] as unknown as Record<string, unknown>)["wordsMax"];
delete (PAPER.sections[0]?.items[2] as unknown as Record<string, unknown>)["unit"];

const keys = { start: newSealKey(), cases: newSealKey() };
const made = await makePackage({
  sittingId: 7,
  paper: "main",
  view: Buffer.from(JSON.stringify(PAPER)),
  files: FILES,
  roomIds: [3, 4],
  keys,
});

/** As a tablet puts it together: manifest, then chunks by their names. */
function sealedBytes({ manifest, chunks }: MadePackage, name: string): Buffer {
  const whole = Buffer.concat(manifest.chunks.map((sha) => chunks.get(sha) ?? Buffer.alloc(0)));
  expect(whole.length).toBe(manifest.bytes);
  const piece = manifest.pieces.find((one) => one.name === name);
  if (!piece) throw new Error(`no piece ${name}`);
  return whole.subarray(piece.offset, piece.offset + piece.bytes);
}
function opened(name: string, key: Uint8Array): { head: unknown; files: Buffer } | null {
  const clear = openPiece(key, name, sealedBytes(made, name));
  if (clear === null) return null;
  const end = 4 + clear.readUInt32BE(0);
  return { head: JSON.parse(clear.toString("utf8", 4, end)), files: clear.subarray(end) };
}
const openingHead = () => OpeningHead.parse(opened(PIECE.opening, keys.start)?.head);

test("the start key opens the beginning and the free sections, and of a case the first step", () => {
  const head = openingHead();
  expect(head.sections.map(({ id, navigation, steps }) => [id, navigation, steps])).toEqual([
    ["case", "locked", [1, 2, 1]],
    ["free", "free", [1, 1]],
  ]);
  const free = opened(PIECE.section("free"), freeSectionKey(keys.start, "free"));
  const { section, files } = SectionHead.parse(free?.head);
  expect(section).toEqual(PAPER.sections[1]);
  expect(files.map((one) => one.sha256)).toEqual([FILES[0].sha256]);
  expect(free?.files.equals(FILES[0].bytes)).toBe(true);

  const first = sealKeyFrom(head.sections[0]?.firstStepKey ?? "");
  const step = StepHead.parse(opened(PIECE.step("case", 1), first)?.head);
  expect([step.introductionHtml, step.item]).toEqual(["<p>MARKER introduction</p>", PAPER.sections[0]?.items[0]]);
  expect(head.sections[1]?.firstStepKey).toBeNull();
});

test("each lock leads to the next step, a container by its inner questions; what the first step shows comes once in a section", () => {
  const section = lockedSectionKey(keys.cases, "case");
  let path = nextPath(firstPath("case"), "q1", ["q1"]);
  const second = opened(PIECE.step("case", 2), stepKey(section, path));
  expect(StepHead.parse(second?.head)).toMatchObject({
    introductionHtml: null,
    item: { id: "box" },
    files: [{ sha256: FILES[1].sha256, bytes: 600_000 }],
  });
  expect(second?.files.equals(FILES[1].bytes)).toBe(true);
  path = nextPath(path, "box", ["k1", "k2"]);
  const third = StepHead.parse(opened(PIECE.step("case", 3), stepKey(section, path))?.head);
  expect(third.files.map((one) => one.sha256)).toEqual([FILES[2].sha256]);
});

test("another path, another key, another name open nothing", () => {
  const section = lockedSectionKey(keys.cases, "case");
  const start = firstPath("case");
  const paths = [start, nextPath(start, "q1", []), nextPath(start, "box", ["k1", "k2"]), nextPath(start, "q1", ["q3"])];
  for (const path of paths) expect(opened(PIECE.step("case", 2), stepKey(section, path))).toBeNull();
  for (const n of [1, 2, 3]) expect(opened(PIECE.step("case", n), keys.start)).toBeNull();
  expect(opened(PIECE.section("free"), keys.cases)).toBeNull();
  const right = stepKey(section, start);
  expect(openPiece(right, PIECE.step("case", 2), sealedBytes(made, PIECE.step("case", 1)))).toBeNull();
});

test("chunks have the names of their content; nothing of a question is in clear, in no encoding", () => {
  expect(PackageManifest.parse(made.manifest)).toEqual(made.manifest);
  expect(made.manifest.chunks.length).toBeGreaterThan(2);
  const bytes = [...made.chunks].map(([name, chunk]) => {
    expect(sha256(chunk)).toBe(name);
    return chunk;
  });
  const all = Buffer.concat([...bytes, Buffer.from(JSON.stringify(made.manifest))]);
  const forms = ["utf8", "base64", "hex", "utf16le"] as const;
  for (const word of ["MARKER", "introduction", '"f1"', "firstStepKey"])
    for (const form of forms) {
      const text = Buffer.from(word).toString(form === "utf16le" ? "utf8" : form);
      expect(all.includes(Buffer.from(text, form === "utf16le" ? "utf16le" : "utf8"))).toBe(false);
    }
  for (const { bytes: one } of FILES) expect(all.includes(one.subarray(0, 64))).toBe(false);
  for (const { code } of made.codes) expect(all.includes(code)).toBe(false);
});

test("a code opens its own section or the start, in its own room, and nothing else", async () => {
  expect(made.codes).toHaveLength(2 * (OFFLINE_CODES.ofStart + OFFLINE_CODES.ofSection));
  const [file, other] = made.manifest.codes.map(({ sha256: name }) =>
    CodesFile.parse(JSON.parse(String(made.chunks.get(name)))),
  );
  if (!file || !other) throw new Error("two rooms");
  const tried = async (of: CodesFile, code: string) => {
    const wrapping = await codeKey(code, Buffer.from(of.salt, "base64url"), of.iterations);
    return of.entries.flatMap(({ sectionId, number, wrapped }) => {
      const key = openPiece(wrapping, codeLabel(sectionId, number), Buffer.from(wrapped, "base64url"));
      return key === null ? [] : [{ sectionId, number, key: key.toString("hex") }];
    });
  };
  const key = { start: keys.start.toString("hex"), case: lockedSectionKey(keys.cases, "case").toString("hex") };
  for (const { roomId, sectionId, number, code } of made.codes.filter((one) => one.roomId === file.roomId)) {
    expect(roomId).toBe(3);
    expect(await tried(file, code)).toEqual([{ sectionId, number, key: sectionId === null ? key.start : key.case }]);
    expect(await tried(other, code)).toEqual([]);
  }
});

test("the manifest is signed, and named by its text", async () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signed = await signManifest(made.manifest, privateKey);
  expect(signed.sha256).toBe(sha256(Buffer.from(signed.text)));
  const told = await importJWK({ kty: "EC", crv: "P-256", ...manifestKeyOf(privateKey) }, "ES256");
  const { payload } = await compactVerify(signed.text, told, { algorithms: ["ES256"] });
  expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(made.manifest);
});

test("a paper that shows a file that is not stored is not sealed", async () => {
  const asked = { sittingId: 7, paper: "main" as const, view: Buffer.from(JSON.stringify(PAPER)), roomIds: [], keys };
  await expect(makePackage({ ...asked, files: FILES.slice(1) })).rejects.toThrow("a file that is not stored");
});
