/** Files that a paper shows, by content. */
import type { PieceFile } from "#contracts/package/pieces";
import type { ViewItem, ViewSection } from "#contracts/paper/view";

export type Sha256Hex = string;
export interface PaperFile {
  readonly sha256: Sha256Hex;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
/** Both throw for a file that the paper has not: its import let something through. */
export interface PaperFiles {
  describe(sha256: Sha256Hex): PieceFile;
  bytes(sha256: Sha256Hex): Uint8Array;
}

export function paperFiles(files: readonly PaperFile[]): PaperFiles {
  const bySha256 = new Map(files.map((file) => [file.sha256, file]));
  const found = (sha256: Sha256Hex): PaperFile => {
    const file = bySha256.get(sha256);
    if (!file) throw new Error(`the paper shows a file that is not stored: ${sha256}`);
    return file;
  };
  return {
    describe(sha256) {
      const { mediaType, bytes } = found(sha256);
      return { sha256, mediaType, bytes: bytes.length };
    },
    bytes: (sha256) => found(sha256).bytes,
  };
}

/** Each image once, in the order shown. */
export const imagesOfItem = (item: ViewItem): Sha256Hex[] => {
  const inner = item.type === "KFP" ? item.items.flatMap(imagesOfItem) : [];
  const zone = item.type === "QZP" ? [item.zoneImage.sha256] : [];
  return [...new Set([...item.images.map(({ sha256 }) => sha256), ...zone, ...inner])];
};

export const imagesOfSection = ({ article, items }: ViewSection): Sha256Hex[] => [
  ...new Set([...(article?.images.map(({ sha256 }) => sha256) ?? []), ...items.flatMap(imagesOfItem)]),
];
