/** Copies the chat from the control Redis to PostgreSQL, like journals: late at worst, never lost. */
import type { ChatMessage } from "#contracts/console/chat";
import { StoreTrouble } from "#domain/ports/answer-stream";
import type { Clock } from "#domain/ports/clock";

export interface ChatCopyDeps {
  readonly chat: {
    after(sittingId: number, position: string | null): Promise<readonly ChatMessage[]>;
    onChat(listener: (sittingId: number) => void): void;
  };
  readonly archive: {
    positions(): Promise<Map<number, string | null>>;
    store(sittingId: number, messages: readonly ChatMessage[]): Promise<void>;
  };
  readonly clock: Clock;
  readonly onTrouble: (error: unknown) => void;
}

/** Every sitting is looked at this often, in case nobody heard that its chat grew. */
const LOOK_EVERY_MS = 30_000;

/** `copy()` stores what has grown since it was last stored; call it again and again. */
export function createChatCopy({ chat, archive, clock, onTrouble }: ChatCopyDeps) {
  const grown = new Set<number>();
  /** Where the archive ends, by sitting. */
  let positions = new Map<number, string | null>();
  let lookedAtMs = -Infinity;
  let copying: Promise<void> | null = null;
  chat.onChat((sittingId) => void grown.add(sittingId));

  async function look(): Promise<void> {
    const startedAtMs = clock.nowMs();
    positions = await archive.positions();
    for (const sittingId of positions.keys()) grown.add(sittingId);
    lookedAtMs = startedAtMs;
  }
  async function copyOne(sittingId: number): Promise<void> {
    const messages = await chat.after(sittingId, positions.get(sittingId) ?? null);
    const last = messages.at(-1);
    if (!last) return;
    await archive.store(sittingId, messages);
    positions.set(sittingId, last.position);
  }
  async function copyAll(): Promise<void> {
    try {
      if (clock.nowMs() - lookedAtMs >= LOOK_EVERY_MS) await look();
      for (const sittingId of [...grown]) {
        // A sitting that is newer than the last look waits for the next one.
        if (positions.has(sittingId)) await copyOne(sittingId);
        grown.delete(sittingId);
      }
    } catch (error) {
      if (!(error instanceof StoreTrouble)) throw error;
      onTrouble(error);
    }
  }
  return {
    copy: (): Promise<void> => (copying ??= copyAll().finally(() => (copying = null))),
  };
}
