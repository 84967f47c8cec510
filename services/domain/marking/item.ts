/** What marking knows of an item: the question without its texts, its right answer, and what a mark says of itself. */
import type { Share } from "#domain/marking/share";

export type ItemType = "QRM" | "QRU" | "QRP" | "QRPL" | "QROC" | "QZP" | "TCS";

/** One answerable item, in the order of the paper; those of a container (KFP) stand in its place. */
export interface ItemToMark {
  readonly id: string;
  readonly sectionId: string;
  /** The KFP that holds it: the mark of a container is the sum of its items. */
  readonly containerId: string | null;
  readonly type: ItemType;
  /** Thousandths: its mark at most. */
  readonly weight: number;
  /** Option ids in order; empty for types without options. */
  readonly options: readonly string[];
  /** Answers or points announced; 0 where nothing is announced. */
  readonly expected: number;
  /** QROC: shown behind the field. */
  readonly unit: string | null;
  /** QZP: pixels of the image that is pointed at. */
  readonly image: { readonly width: number; readonly height: number } | null;
}

/** A right answer: the shapes of contracts/paper/key.ts. */
export interface OptionsKey {
  readonly type: "options";
  readonly right: readonly string[];
  readonly unacceptable: readonly string[];
  readonly indispensable: readonly string[];
}
/** A disc: thousandths of the image's width and height, radius in thousandths of its width. */
export interface Zone {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}
export type ItemKey =
  | OptionsKey
  | { readonly type: "texts"; readonly accepted: readonly string[] }
  | { readonly type: "zones"; readonly zones: readonly Zone[] }
  | { readonly type: "panel"; readonly counts: readonly number[] };

/** Why an answer is worth its share. */
export type Why =
  | { readonly kind: "no_answer" }
  /** An answer whose form does not belong to the type, as no tablet of ours makes one. */
  | { readonly kind: "other_form" }
  | {
      readonly kind: "options";
      /** Ticked and right; ticked and wrong; right and not ticked: option ids. */
      readonly found: readonly string[];
      readonly wrong: readonly string[];
      readonly missed: readonly string[];
      /** What makes it 0 whatever else was ticked. */
      readonly unacceptable: readonly string[];
      readonly indispensable: readonly string[];
      /** More ticks than announced: 0 under rules that say so. */
      readonly tooMany: boolean;
    }
  /** `accepted`: the accepted answer that it equals once both are normalised; null: none. */
  | { readonly kind: "text"; readonly normalised: string; readonly accepted: string | null }
  | { readonly kind: "zones"; readonly found: number; readonly outside: number; readonly tooMany: boolean }
  | { readonly kind: "panel"; readonly chosen: number; readonly votes: number; readonly modal: number };

export interface Marked {
  readonly share: Share;
  readonly why: Why;
}
