/** The text of an article in the page: its text nodes, ranges of it, and how ranges are painted. */
import { type ArticleText, joined, type Part, placesOf, type Span, trimmed } from "./article-text.ts";

const BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, td, th, blockquote, pre, div";
export type PageText = ArticleText<Text>;

export function textOf(root: Element): PageText {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const parts: Part<Text>[] = [];
  let block: Element | null = null;
  let broken = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) {
      broken ||= node.nodeName === "BR";
      continue;
    }
    const own = node.parentElement?.closest(BLOCKS) ?? null;
    parts.push({ node, text: node.data, apart: broken || own !== block });
    block = own;
    broken = false;
  }
  return joined(parts);
}

/** Null when the article has no such span. */
export function rangeOf(article: PageText, span: Span): Range | null {
  const places = placesOf(article, span);
  if (!places) return null;
  const range = document.createRange();
  range.setStart(...places.from);
  range.setEnd(...places.to);
  return range;
}

/** What is selected of the article, without spaces at its ends; null when nothing is. */
export function selectedSpan(article: PageText): Span | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const within = article.pieces.filter(({ node }) => range.intersectsNode(node));
  const [first, last] = [within.at(0), within.at(-1)];
  if (!first || !last) return null;
  return trimmed(article.text, {
    start: range.startContainer === first.node ? first.start + range.startOffset : first.start,
    end: range.endContainer === last.node ? last.start + range.endOffset : last.end,
  });
}

/** Painted over the text without touching it; what stands last is painted on top. */
export const PAINTS = ["article-mark", "article-match", "article-current"] as const;
export type Paint = (typeof PAINTS)[number];
/** Chromium 105 and Safari 17.2 have it; elsewhere matches are scrolled to, and highlights are listed only. */
export const canPaint = (): boolean => typeof Highlight !== "undefined" && "highlights" in CSS;

export function paint(name: Paint, article: PageText, spans: readonly Span[]): void {
  if (!canPaint()) return;
  const highlight = new Highlight(...spans.flatMap((span) => rangeOf(article, span) ?? []));
  highlight.priority = PAINTS.indexOf(name);
  CSS.highlights.set(name, highlight);
}
export function wipe(): void {
  if (canPaint()) for (const name of PAINTS) CSS.highlights.delete(name);
}

/** Brings a span to the upper third of what scrolls, where it is not in view. */
export function bringIntoView(scroller: Element, article: PageText, span: Span): void {
  const range = rangeOf(article, span);
  if (!range) return;
  const at = range.getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  if (at.top < view.top || at.bottom > view.bottom) scroller.scrollTop += at.top - view.top - scroller.clientHeight / 3;
  if (at.left < view.left || at.right > view.right)
    scroller.scrollLeft += at.left - view.left - scroller.clientWidth / 3;
}
