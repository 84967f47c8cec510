/** What of the chat somebody has not seen yet. Pure. */
import type { ChatMessage, ChatThread } from "#contracts/console/chat";

/** By thread, the position of the last message seen. */
export type Seen = Readonly<Partial<Record<string, string>>>;

/** What a browser has kept; anything else is nothing. */
export function seenFrom(kept: string | null): Seen {
  try {
    const parsed: unknown = JSON.parse(kept ?? "{}");
    if (typeof parsed !== "object" || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter(([, value]) => typeof value === "string"));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
/** Stream ids, "1732200000000-0": by time, then by number. */
export function comparePositions(a: string, b: string): number {
  const [aMs = 0, aSeq = 0] = a.split("-").map(Number);
  const [bMs = 0, bSeq = 0] = b.split("-").map(Number);
  return aMs - bMs || aSeq - bSeq;
}
export function unreadOf(chat: readonly ChatMessage[], thread: ChatThread, seen: Seen, ownId: number | null): number {
  const after = seen[String(thread)];
  return chat.filter(
    (message) =>
      message.thread === thread &&
      message.author.accountId !== ownId &&
      (after === undefined || comparePositions(message.position, after) > 0),
  ).length;
}
/** Messages whose text or author has all the words, without regard to case or accents. */
export function searchChat(chat: readonly ChatMessage[], query: string): readonly ChatMessage[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  return chat.filter(({ text, author }) => words.every((word) => plain(`${text} ${author.name}`).includes(word)));
}
const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
