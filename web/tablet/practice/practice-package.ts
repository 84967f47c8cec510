/**
 * The practice paper sealed on this very device, as a server seals an exam's: practising takes the same way through keys,
 * locks and pieces as the exam does. docs/package.md is the specification.
 */
import { toHex } from "#domain/answer/chain";
import { PIECE, SEAL_IV_BYTES, SEAL_KEY_BYTES } from "#domain/seal/labels";
import type { ManifestKey, PackageManifest, PackageRef } from "#contracts/package/manifest";
import type { OpeningHead, SectionHead, StepHead } from "#contracts/package/pieces";
import type { ViewItem } from "#contracts/paper/view";
import { firstPath, freeSectionKey, keyText, nextPath, stepKey } from "#client-core/seal";
import type { PracticeFile, PracticePaper } from "./practice-paper.ts";

export interface PracticePackage {
  readonly ref: PackageRef;
  readonly manifestKey: ManifestKey;
  /** Manifest and chunk by SHA-256. */
  readonly served: ReadonlyMap<string, Uint8Array>;
  readonly startKey: Uint8Array;
  readonly durationMs: number;
  /** The key of a locked section. Throws for a section that the paper has not. */
  sectionKey(sectionId: string): Uint8Array;
}
type Head = OpeningHead | SectionHead | StepHead;
interface ClearPiece {
  readonly name: string;
  readonly key: Uint8Array;
  readonly head: Head;
  readonly files: readonly PracticeFile[];
}

const SIGNING = { name: "ECDSA", namedCurve: "P-256" };
const utf8 = new TextEncoder();
const newKey = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(SEAL_KEY_BYTES));
export const sha256Hex = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
export const itemIdsOf = (item: ViewItem): string[] =>
  item.type === "KFP" ? item.items.map(({ id }) => id) : [item.id];

export async function sealPractice(paper: PracticePaper, sittingId: number): Promise<PracticePackage> {
  const startKey = newKey();
  const sectionKeys = new Map(paper.view.sections.map(({ id }) => [id, newKey()]));
  const sectionKey = (id: string): Uint8Array => {
    const key = sectionKeys.get(id);
    if (!key) throw new Error(`the practice paper has no section ${id}`);
    return key;
  };
  const sealed: { readonly name: string; readonly bytes: Uint8Array }[] = [];
  for (const piece of await piecesOf(paper, startKey, sectionKey))
    sealed.push({ name: piece.name, bytes: await sealedPiece(piece) });
  const chunk = joined(sealed.map(({ bytes }) => bytes));
  const chunkName = await sha256Hex(chunk);
  let offset = 0;
  const manifest: PackageManifest = {
    format: "amphi-package",
    version: 1,
    sittingId,
    paper: "main",
    bytes: chunk.length,
    chunkBytes: chunk.length,
    chunks: [chunkName],
    pieces: sealed.map(({ name, bytes }) => {
      const piece = { name, offset, bytes: bytes.length };
      offset += bytes.length;
      return piece;
    }),
    codes: [],
  };
  const { key, text } = await signed(manifest);
  const name = await sha256Hex(text);
  return {
    ref: { sha256: name, bytes: chunk.length },
    manifestKey: key,
    served: new Map([
      [name, text],
      [chunkName, chunk],
    ]),
    startKey,
    durationMs: paper.view.durationMinutes * 60_000,
    sectionKey,
  };
}

async function piecesOf(
  { files, view }: PracticePaper,
  startKey: Uint8Array,
  sectionKey: (id: string) => Uint8Array,
): Promise<ClearPiece[]> {
  const filesOf = (of: object): PracticeFile[] => {
    const text = JSON.stringify(of);
    return files.filter(({ sha256 }) => text.includes(sha256));
  };
  const sections: OpeningHead["sections"] = [];
  const pieces: ClearPiece[] = [];
  for (const section of view.sections) {
    const { id, introductionHtml, items, kind, navigation, title } = section;
    const steps = items.map((item) => itemIdsOf(item).length);
    let path = await firstPath(id);
    const firstStepKey = navigation === "locked" ? keyText(await stepKey(sectionKey(id), path)) : null;
    sections.push({ id, title, kind, navigation, steps, firstStepKey });
    if (navigation === "free") {
      const shown = filesOf(section);
      const key = await freeSectionKey(startKey, id);
      pieces.push({ name: PIECE.section(id), key, head: { section, files: shown.map(described) }, files: shown });
      continue;
    }
    for (const [index, item] of items.entries()) {
      const shown = filesOf(item);
      const first = index === 0;
      const head: StepHead = {
        introductionHtml: first ? introductionHtml : null,
        article: first ? section.article : null,
        item,
        files: shown.map(described),
      };
      pieces.push({ name: PIECE.step(id, index + 1), key: await stepKey(sectionKey(id), path), head, files: shown });
      path = await nextPath(path, item.id, itemIdsOf(item));
    }
  }
  const { durationMinutes, language, title } = view;
  const head: OpeningHead = { title, language, durationMinutes, sections };
  return [{ name: PIECE.opening, key: startKey, head, files: [] }, ...pieces];
}

const described = ({ bytes, mediaType, sha256 }: PracticeFile) => ({ sha256, mediaType, bytes: bytes.length });

async function sealedPiece({ files, head, key, name }: ClearPiece): Promise<Uint8Array> {
  const json = utf8.encode(JSON.stringify(head));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length);
  const clear = joined([length, json, ...files.map(({ bytes }) => bytes)]);
  const aes = await crypto.subtle.importKey("raw", Uint8Array.from(key), "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(SEAL_IV_BYTES));
  const how = { name: "AES-GCM", iv, additionalData: utf8.encode(name) };
  return joined([iv, new Uint8Array(await crypto.subtle.encrypt(how, aes, clear))]);
}

/** The manifest as a compact JWS, by a key that nobody has before or after. */
async function signed(manifest: PackageManifest): Promise<{ key: ManifestKey; text: Uint8Array<ArrayBuffer> }> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(SIGNING, true, ["sign", "verify"]);
  const part = (value: object) => keyText(utf8.encode(JSON.stringify(value)));
  const body = `${part({ alg: "ES256", typ: "amphi-package" })}.${part(manifest)}`;
  const proof = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, utf8.encode(body));
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", publicKey);
  return { key: { x, y }, text: utf8.encode(`${body}.${keyText(new Uint8Array(proof))}`) };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
