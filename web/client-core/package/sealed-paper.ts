/**
 * A sealed paper and what of it is open: pieces are deciphered one by one, when their key is here, and only then. What is
 * not open yet is known by its number of questions alone.
 */
import type { PackageManifest } from "#contracts/package/manifest";
import { OpeningHead, type PieceFile, SectionHead, StepHead } from "#contracts/package/pieces";
import type { ViewItem, ViewSection } from "#contracts/paper/view";
import { PIECE } from "#domain/seal/labels";
import type { HeldKeys, StepKey } from "#client-core/package/held-keys";
import type { PackageShelf } from "#client-core/package/package-shelf";
import { firstPath, freeSectionKey, keyFrom, openPiece } from "#client-core/seal";
import { parseJson } from "#client-core/sign-in";

export interface OpenFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
/** `item` is null while its step is sealed, and where another device opened it. */
export interface OpenStep {
  readonly item: ViewItem | null;
  readonly questions: number;
}
export interface OpenSection extends Omit<ViewSection, "items"> {
  readonly steps: readonly OpenStep[];
  /** Of a locked section: the furthest step that is open, and what its lock must show. Null of a free one. */
  readonly furthest: { readonly index: number; readonly path: string; readonly token: string | null } | null;
  /** Every step was validated: what the last lock was answered with opens nothing. */
  readonly finished: boolean;
}
export interface OpenPaper {
  readonly title: string;
  readonly language: "fr" | "en";
  readonly sections: readonly OpenSection[];
  /** Images of what is open, by SHA-256. */
  readonly files: ReadonlyMap<string, OpenFile>;
}
type Described = OpeningHead["sections"][number];
type Parser<T> = { safeParse(value: unknown): { success: true; data: T } | { success: false } };

export class SealedPaper {
  private readonly files = new Map<string, OpenFile>();
  private readonly heads = new Map<string, unknown>();
  /** Which step of its section a key has turned out to open; null: none. */
  private readonly stepOf = new Map<string, number | null>();

  constructor(
    private readonly shelf: PackageShelf,
    private readonly manifest: PackageManifest,
  ) {}

  /** Null while the start key is not here, or opens nothing. */
  async open(keys: HeldKeys): Promise<OpenPaper | null> {
    if (keys.start === null) return null;
    const start = keyFrom(keys.start);
    const opening = await this.head(PIECE.opening, start, OpeningHead);
    if (!opening) return null;
    const sections: OpenSection[] = [];
    for (const described of opening.sections) {
      const section =
        described.navigation === "free" ? await this.free(described, start) : await this.locked(described, keys);
      if (!section) return null;
      sections.push(section);
    }
    return { title: opening.title, language: opening.language, sections, files: new Map(this.files) };
  }

  private async free({ id, steps }: Described, start: Uint8Array): Promise<OpenSection | null> {
    const head = await this.head(PIECE.section(id), await freeSectionKey(start, id), SectionHead);
    if (!head) return null;
    const { items, ...section } = head.section;
    return {
      ...section,
      steps: steps.map((questions, index) => ({ questions, item: items[index] ?? null })),
      furthest: null,
      finished: false,
    };
  }

  private async locked(described: Described, keys: HeldKeys): Promise<OpenSection | null> {
    const { id, firstStepKey, kind, navigation, steps, title } = described;
    if (firstStepKey === null) return null;
    const first = await this.step(described, 1, firstStepKey);
    if (!first) return null;
    const items = new Map<number, ViewItem>([[1, first.item]]);
    let furthest = { index: 0, path: await firstPath(id), token: null as string | null };
    let finished = false;
    for (const held of keys.steps.filter((one) => one.sectionId === id)) {
      const number = await this.numberOf(described, held, furthest.index + 2);
      finished ||= number === null;
      const opened = number === null ? null : await this.step(described, number, held.key);
      if (number === null || !opened) continue;
      items.set(number, opened.item);
      if (number - 1 >= furthest.index) furthest = { index: number - 1, path: held.path, token: held.token };
    }
    return {
      id,
      title,
      kind,
      navigation,
      introductionHtml: first.introductionHtml,
      article: first.article,
      steps: steps.map((questions, index) => ({ questions, item: items.get(index + 1) ?? null })),
      furthest,
      finished,
    };
  }

  /** Which step a key opens; the expected one is tried first. A tablet that took over does not know which it is. */
  private async numberOf({ id, steps }: Described, { key }: StepKey, expected: number): Promise<number | null> {
    const known = this.stepOf.get(key);
    if (known !== undefined) return known;
    const numbers = steps.map((_, index) => index + 1);
    let found: number | null = null;
    for (const number of [...numbers.filter((n) => n >= expected), ...numbers.filter((n) => n < expected)]) {
      const sealed = await this.shelf.piece(this.manifest, PIECE.step(id, number));
      if (sealed && (await openPiece(keyFrom(key), PIECE.step(id, number), sealed))) {
        found = number;
        break;
      }
    }
    this.stepOf.set(key, found);
    return found;
  }

  private step({ id }: Described, number: number, key: string): Promise<StepHead | null> {
    return this.head(PIECE.step(id, number), keyFrom(key), StepHead);
  }

  /** The head of a piece, its files put aside; null when the key does not open it. */
  private async head<T extends object>(name: string, key: Uint8Array, schema: Parser<T>): Promise<T | null> {
    if (this.heads.has(name)) return this.heads.get(name) as T;
    const sealed = await this.shelf.piece(this.manifest, name);
    const clear = sealed && (await openPiece(key, name, sealed));
    if (!clear || clear.length < 4) return null;
    const length = new DataView(clear.buffer, clear.byteOffset).getUint32(0);
    const parsed = schema.safeParse(parseJson(clear.subarray(4, 4 + length)));
    if (!parsed.success) return null;
    let at = 4 + length;
    const files = "files" in parsed.data ? (parsed.data.files as PieceFile[]) : [];
    for (const { bytes, mediaType, sha256 } of files) {
      this.files.set(sha256, { mediaType, bytes: clear.slice(at, at + bytes) });
      at += bytes;
    }
    this.heads.set(name, parsed.data);
    return parsed.data;
  }
}
