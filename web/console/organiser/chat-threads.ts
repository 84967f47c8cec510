/** Threads of the chat as the organiser answers them: unanswered first, the longest wait above. Pure. */
import type { ChatMessage, ChatThread } from "#contracts/console/chat";
import type { CentreSummary } from "#contracts/console/live";
import type { StaffRole } from "#domain/staff/account";

export interface Thread {
  readonly thread: ChatThread;
  /** Empty for the common channel. */
  readonly name: string;
  readonly messages: readonly ChatMessage[];
  /** The first message of a centre that nobody of the organisation has answered; null: none waits. */
  readonly waiting: ChatMessage | null;
}
const NATIONAL: readonly StaffRole[] = ["organiser", "operator"];
export const isNational = ({ author }: ChatMessage): boolean => NATIONAL.includes(author.role);

/** A message is answered by any later one of the organisation in its thread, or by a reply to all that names it. */
function firstWaiting(messages: readonly ChatMessage[], answered: ReadonlySet<string>): ChatMessage | null {
  const last = messages.findLastIndex(isNational);
  return messages.slice(last + 1).find((message) => !answered.has(message.id)) ?? null;
}

/** The common channel, then centres: those who wait (longest first), those with messages (newest first), the others. */
export function threadsOf(chat: readonly ChatMessage[], centres: readonly CentreSummary[]): Thread[] {
  const byThread = new Map<ChatThread, ChatMessage[]>();
  for (const message of chat) byThread.set(message.thread, [...(byThread.get(message.thread) ?? []), message]);
  const answered = new Set(chat.flatMap(({ answers }) => (answers === null ? [] : [answers])));
  const of = (thread: ChatThread, name: string): Thread => {
    const messages = byThread.get(thread) ?? [];
    return { thread, name, messages, waiting: firstWaiting(messages, answered) };
  };
  const rank = ({ waiting, messages }: Thread) => (waiting ? 0 : messages.length > 0 ? 1 : 2);
  const order = (a: Thread, b: Thread) =>
    rank(a) - rank(b) ||
    (a.waiting?.atMs ?? 0) - (b.waiting?.atMs ?? 0) ||
    (b.messages.at(-1)?.atMs ?? 0) - (a.messages.at(-1)?.atMs ?? 0) ||
    a.name.localeCompare(b.name, "fr");
  return [of("common", ""), ...centres.map(({ id, name }) => of(id, name)).sort(order)];
}
