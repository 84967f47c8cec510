import type { OpenAPIHono } from "@hono/zod-openapi";
import { ChatAsked, type ChatMessage } from "#contracts/console/chat";
import { chatFile } from "#control/chat/chat-file";
import { found, SEARCHED_CHARS_MAX } from "#control/chat/search";
import { answer, bodyOf, isRefused, type Refused, refused } from "#http/request";
import { type ConsoleParts, withSitting } from "#control/http/console-request";
import type { CentreSummary } from "#contracts/console/live";
import type { StaffAccount } from "#domain/staff/account";
import { isInThread, mayPublish, mayRead, publishedIds } from "#domain/staff/chat-scope";
import type { Places } from "#domain/sitting/places";

/** See services/redis/chat.ts. All reject with StoreTrouble while the store is away. */
export interface ChatStore {
  append(sittingId: number, message: Omit<ChatMessage, "position" | "atMs">): Promise<ChatMessage>;
  after(sittingId: number, position: string | null): Promise<readonly ChatMessage[]>;
  find(sittingId: number, messageId: string): Promise<ChatMessage | null>;
}
export interface ChatParts extends ConsoleParts {
  readonly book: ConsoleParts["book"] & {
    places(sittingId: number): Places;
    centres(sittingId: number): readonly CentreSummary[];
  };
  readonly chat: ChatStore;
}

const AT = "/api/console/sittings/:sittingId";

/** Writing to the chat, searching it, and the file of it for the minutes. Reading goes by the live feed. */
export function addChat(app: OpenAPIHono, parts: ChatParts): void {
  app.post(
    `${AT}/chat`,
    withSitting(parts, async (c, { account, sitting }) => {
      const asked = await bodyOf(c, ChatAsked);
      return answer(c, isRefused(asked) ? asked : await write(parts, account, sitting.id, asked.body));
    }),
  );
  app.get(
    `${AT}/chat/search`,
    withSitting(parts, async (c, { account, sitting }) => {
      const words = (c.req.query("q") ?? "").slice(0, SEARCHED_CHARS_MAX);
      return answer(c, { messages: found(await readable(parts, account, sitting.id), words) });
    }),
  );
  app.get(
    `${AT}/chat.csv`,
    withSitting(parts, async (c, { account, sitting }) => {
      const file = chatFile(await readable(parts, account, sitting.id), parts.book.centres(sitting.id));
      c.header("Content-Type", "text/csv; charset=utf-8");
      c.header("Content-Disposition", `attachment; filename="chat-${sitting.id}.csv"`);
      c.header("Cache-Control", "no-store");
      return c.body(file);
    }),
  );
}

async function write(
  { chat, book }: ChatParts,
  account: StaffAccount,
  sittingId: number,
  asked: ChatAsked,
): Promise<ChatMessage | Refused> {
  const { thread, answers } = asked;
  if (!isInThread(account, thread)) return refused("not_allowed", "this thread is another centre's");
  if (thread !== "common" && !book.places(sittingId).centreIds.includes(thread))
    return refused("not_found", "there is no such centre");
  if (answers !== null) {
    if (!mayPublish(account)) return refused("not_allowed", "organisers publish answers");
    if (thread !== "common") return refused("bad_request", "an answer for all goes to the common channel");
    if ((await chat.find(sittingId, answers)) === null) return refused("not_found", "there is no such message");
  }
  const { id: accountId, name, role, centreId } = account;
  return chat.append(sittingId, { ...asked, author: { accountId, name, role, centreId } });
}

async function readable({ chat }: ChatParts, account: StaffAccount, sittingId: number): Promise<ChatMessage[]> {
  const all = await chat.after(sittingId, null);
  const published = publishedIds(all);
  return all.filter((message) => mayRead(account, message, published));
}
