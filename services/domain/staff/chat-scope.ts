/** Who reads and writes which thread of the chat: a thread per centre with the organiser, and one that all centres read. */
import type { StaffAccount } from "#domain/staff/account";

export type Thread = "common" | number;

/** The same for reading and writing. Organisers and operators are in every thread. */
export const isInThread = ({ role, centreId }: StaffAccount, thread: Thread): boolean =>
  thread === "common" || role === "organiser" || role === "operator" || thread === centreId;

/** A message of a centre is published to all by the organiser's answer on the common channel. */
export const mayPublish = ({ role }: StaffAccount): boolean => role === "organiser";

export interface ThreadMessage {
  readonly id: string;
  readonly thread: Thread;
  readonly answers: string | null;
}
/** Messages of centres that were answered for all: everybody reads them beside the answer. */
export const publishedIds = (messages: readonly ThreadMessage[]): ReadonlySet<string> =>
  new Set(messages.flatMap(({ thread, answers }) => (thread === "common" && answers !== null ? [answers] : [])));

/** Whether the account reads the message; `published`: see `publishedIds`. */
export const mayRead = (account: StaffAccount, message: ThreadMessage, published: ReadonlySet<string>): boolean =>
  isInThread(account, message.thread) || published.has(message.id);
