/** The pieces of a sealed paper before they are sealed: what each holds, and the key that opens it. */
import type { OpeningHead, PieceFile, SectionHead, StepHead } from "#contracts/package/pieces";
import type { ViewItem, ViewPaper, ViewSection } from "#contracts/paper/view";
import { PIECE } from "#domain/seal/labels";
import { imagesOfItem, imagesOfSection, type PaperFiles, type Sha256Hex } from "#preparation/seal/files";
import { firstPath, freeSectionKey, lockedSectionKey, nextPath, sealKeyText, stepKey } from "#runtime/seal";

/** 32 bytes each; see domain/seal/labels.ts. */
export interface SealKeys {
  readonly start: Uint8Array;
  readonly cases: Uint8Array;
}
export interface ClearPiece {
  readonly name: string;
  readonly key: Uint8Array;
  readonly clear: Buffer;
}

/** All pieces in the order of the paper, the opening first. Throws when a file is missing. */
export function clearPieces(paper: ViewPaper, files: PaperFiles, keys: SealKeys): ClearPiece[] {
  const opening = { name: PIECE.opening, key: keys.start, clear: framed(openingOf(paper, keys), [], files) };
  return [opening, ...paper.sections.flatMap((section) => sectionPieces(section, files, keys))];
}

function openingOf({ title, language, durationMinutes, sections }: ViewPaper, keys: SealKeys): OpeningHead {
  return {
    title,
    language,
    durationMinutes,
    sections: sections.map(({ id, title: sectionTitle, kind, navigation, items }) => ({
      id,
      title: sectionTitle,
      kind,
      navigation,
      steps: items.map((item) => itemIdsOf(item).length),
      firstStepKey:
        navigation === "locked" ? sealKeyText(stepKey(lockedSectionKey(keys.cases, id), firstPath(id))) : null,
    })),
  };
}

function sectionPieces(section: ViewSection, files: PaperFiles, keys: SealKeys): ClearPiece[] {
  if (section.navigation === "locked") return stepPieces(section, files, keys);
  const shown = imagesOfSection(section).map((sha256) => files.describe(sha256));
  const head: SectionHead = { section, files: shown };
  const key = freeSectionKey(keys.start, section.id);
  return [{ name: PIECE.section(section.id), key, clear: framed(head, shown, files) }];
}

/**
 * One piece per step; its key hangs on the locks of all steps before it. A step brings every image that it shows: a tablet
 * that takes over has the keys of the first step and of the present one, and of none between.
 */
function stepPieces(section: ViewSection, files: PaperFiles, keys: SealKeys): ClearPiece[] {
  const sectionKey = lockedSectionKey(keys.cases, section.id);
  const shownFirst = new Set<Sha256Hex>();
  let path = firstPath(section.id);
  return section.items.map((item, index) => {
    const first = index === 0;
    const article = first ? section.article : null;
    const images = [...(article?.images.map(({ sha256 }) => sha256) ?? []), ...imagesOfItem(item)];
    const shown = [...new Set(images)].filter((sha256) => !shownFirst.has(sha256)).map((one) => files.describe(one));
    if (first) for (const { sha256 } of shown) shownFirst.add(sha256);
    const head: StepHead = {
      introductionHtml: first ? section.introductionHtml : null,
      article,
      item,
      files: shown,
    };
    const key = stepKey(sectionKey, path);
    path = nextPath(path, item.id, itemIdsOf(item));
    return { name: PIECE.step(section.id, index + 1), key, clear: framed(head, shown, files) };
  });
}

/** What a lock of this step names. */
const itemIdsOf = (item: ViewItem): string[] => (item.type === "KFP" ? item.items.map(({ id }) => id) : [item.id]);

/** Length of the head, the head, the bytes of its files: contracts/package/pieces.ts. */
function framed(head: OpeningHead | SectionHead | StepHead, shown: readonly PieceFile[], files: PaperFiles): Buffer {
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json, ...shown.map(({ sha256 }) => files.bytes(sha256))]);
}
