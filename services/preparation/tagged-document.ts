/** What a printed document is made of before it is set: headings, sentences, tables. */

export interface Column {
  readonly title: string;
  /** Share of the width, in any unit. */
  readonly share: number;
  readonly align?: "right";
  /** Figures of one width: times, counts, codes. */
  readonly figures?: boolean;
}
export type Block =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "subheading"; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  /** The first cell of a row is its header. */
  | { readonly kind: "facts"; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: "table"; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "signatures"; readonly lines: readonly string[] };

export interface TaggedDocument {
  /** BCP 47. */
  readonly language: string;
  readonly title: string;
  /** At the foot of each page, before its number. */
  readonly running: string;
  /** "Page 2 of 5". */
  readonly pageNumber: (page: number, count: number) => string;
  readonly blocks: readonly Block[];
}
