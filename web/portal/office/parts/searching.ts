const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether one of these texts, or all of them in a row, contains what is sought, whatever the accents and capitals. */
export function searching(sought: string): (...texts: readonly string[]) => boolean {
  const part = folded(sought.trim());
  return (...texts) => folded(texts.join(" ")).includes(part);
}
