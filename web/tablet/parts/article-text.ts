/** The text of an article as one string, and where each piece of it stands. Pure: `Node` is a text node of the page. */
export interface Span {
  /** Offsets in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}
export interface Part<Node> {
  readonly node: Node;
  readonly text: string;
  /** Another paragraph or cell than the part before: words do not run over. */
  readonly apart: boolean;
}
export interface Piece<Node> {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
}
export interface ArticleText<Node> {
  readonly text: string;
  readonly pieces: readonly Piece<Node>[];
}

export function joined<Node>(parts: readonly Part<Node>[]): ArticleText<Node> {
  let text = "";
  const pieces = parts.map((part): Piece<Node> => {
    if (part.apart && text !== "") text += "\n";
    const start = text.length;
    text += part.text;
    return { node: part.node, start, end: text.length };
  });
  return { text, pieces };
}

/** The two places of a span, each within a piece; null when the text is another one. */
export function placesOf<Node>(
  { text, pieces }: ArticleText<Node>,
  { start, end }: Span,
): { from: readonly [Node, number]; to: readonly [Node, number] } | null {
  if (start < 0 || end > text.length || start >= end) return null;
  const first = pieces.find((piece) => piece.end > start);
  const last = pieces.findLast((piece) => piece.start < end);
  if (!first || !last) return null;
  return {
    from: [first.node, Math.max(0, start - first.start)],
    to: [last.node, Math.min(end, last.end) - last.start],
  };
}

/** A span without the spaces at its ends; null when nothing is left. */
export function trimmed(text: string, span: Span): Span | null {
  const part = text.slice(span.start, span.end);
  const start = span.start + part.length - part.trimStart().length;
  const end = start + part.trim().length;
  return end > start ? { start, end } : null;
}

const MATCHES_MAX = 500;
/** With fewer letters everything matches. */
export const QUERY_MIN = 2;

/** Letters without accents and capitals, one for one, so that offsets stay: "Évé" finds "eve". */
function folded(text: string): string {
  return text.replace(/[^\0-\x7f]/g, plainLetter).toLowerCase();
}
function plainLetter(letter: string): string {
  if (/[‘’]/.test(letter)) return "'";
  if (/[‐-―−]/.test(letter)) return "-";
  return letter.normalize("NFD").charAt(0);
}

/** Where a query occurs, in the order of the text; accents, capitals and the kind of spaces do not matter. */
export function matchesOf(text: string, query: string): readonly Span[] {
  const wanted = folded(query).trim();
  if (wanted.length < QUERY_MIN) return [];
  const pattern = new RegExp(literally(wanted).replace(/\s+/g, "\\s+"), "g");
  const found: Span[] = [];
  for (const match of folded(text).matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length === MATCHES_MAX) break;
  }
  return found;
}
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
