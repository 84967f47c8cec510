/** Ticking of options. Pure. */

/** A, B, C… for the n-th option, from 0. */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);

/** The ticks after one touch, in the order ticked; null when one more would be too many. */
export function toggled(chosen: readonly string[], id: string, most: number | null): readonly string[] | null {
  if (chosen.includes(id)) return chosen.filter((other) => other !== id);
  return most !== null && chosen.length >= most ? null : [...chosen, id];
}

/** Text without case and accents, for searching a list. */
export function searchable(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The text of an option's HTML, for searching and for names. */
export function plainText(html: string): string {
  return html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}

/** Words of a short answer. */
export function wordCount(text: string): number {
  return text.trim() === "" ? 0 : text.trim().split(/\s+/).length;
}
