/** Markdown of authors into the HTML that tablets show: rendered once, at import, and reduced to a short list of tags. */
import { marked } from "marked";
import sanitizeHtml from "sanitize-html";

/** Everything an exam text needs; no link, no script, no style, no image (images are files with a hash). */
const ALLOWED_TAGS = `p br hr strong em del sub sup u ul ol li blockquote code pre
h2 h3 h4 h5 h6 table thead tbody tr th td`.split(/\s+/);
const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: ALLOWED_TAGS,
  allowedAttributes: { th: ["align"], td: ["align"], ol: ["start"] },
  // A paper has one title of the first order and it is not the author's.
  transformTags: { h1: "h2", b: "strong", i: "em", s: "del" },
  allowedSchemes: [],
};
/** Tags that become an allowed one. */
const TRANSFORMED = ["h1", "b", "i", "s"];

export interface Rendered {
  readonly html: string;
  /** Names of the tags that were in the text and are not allowed; their text stays, except of script and style. */
  readonly removedTags: readonly string[];
}

/** A text of several paragraphs. */
export const renderBlock = (markdown: string): Rendered => clean(marked.parse(markdown, { async: false, gfm: true }));

/** A text of one line, without a paragraph around it. */
export const renderLine = (markdown: string): Rendered =>
  clean(marked.parseInline(markdown, { async: false, gfm: true }));

function clean(html: string): Rendered {
  const tags = new Set([...html.matchAll(/<([a-z][a-z0-9-]*)/gi)].map(([, tag]) => (tag ?? "").toLowerCase()));
  const removedTags = [...tags].filter((tag) => !ALLOWED_TAGS.includes(tag) && !TRANSFORMED.includes(tag)).sort();
  return { html: sanitizeHtml(html, OPTIONS).trim(), removedTags };
}

/** True when a candidate would see nothing. */
export const showsNothing = (html: string): boolean => html.replace(/<[^>]*>/g, "").replace(/&nbsp;|\s/g, "") === "";
