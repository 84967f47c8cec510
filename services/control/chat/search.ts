import type { ChatMessage } from "#contracts/console/chat";

export const SEARCHED_CHARS_MAX = 100;
/** The newest that fit: who wants more says more words. */
const FOUND_MAX = 100;

/** Without regard to case and accents. */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Messages that have all of these words in their text or their author's name, newest first; none without words. */
export function found(messages: readonly ChatMessage[], asked: string): ChatMessage[] {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const has = ({ text, author }: ChatMessage) => {
    const where = plain(`${author.name} ${text}`);
    return words.every((word) => where.includes(word));
  };
  return messages.filter(has).slice(-FOUND_MAX).reverse();
}
