/** A sitting's chat in this process: read once, then followed, and cut to the threads that a viewer reads. */
import type { ChatMessage } from "#contracts/console/chat";
import { type StreamId, streamIdParts } from "#domain/answer/entry";
import type { ChatSource } from "#control/live/ports";
import type { Viewer } from "#control/live/viewer";

export function createChatCopy(sittingId: number, source: ChatSource) {
  const messages: ChatMessage[] = [];
  let reading: Promise<void> | null = null;
  let again = false;

  return {
    /** Takes up what is new. One read at a time; asked during a read, it reads once more. Rejects with the source. */
    read(): Promise<void> {
      again = true;
      reading ??= (async () => {
        try {
          while (again) {
            again = false;
            messages.push(...(await source.after(sittingId, messages.at(-1)?.position ?? null)));
          }
        } finally {
          reading = null;
        }
      })();
      return reading;
    },
    count: (): number => messages.length,
    /** Messages `from`…`to` − 1 that this viewer reads: those of the centre and the common ones; the nation reads all. */
    between: (viewer: Viewer, from: number, to: number): ChatMessage[] =>
      messages.slice(from, to).filter((message) => reads(viewer, message)),
    /** How many messages a console has that knows all up to this position. */
    countUpTo(position: string | null): number {
      if (position === null || !/^\d+-\d+$/.test(position)) return 0;
      const known = streamIdParts(position as StreamId);
      const next = messages.findIndex(({ position: p }) => {
        const { ms, seq } = streamIdParts(p as StreamId);
        return ms > known.ms || (ms === known.ms && seq > known.seq);
      });
      return next === -1 ? messages.length : next;
    },
  };
}

const reads = (viewer: Viewer, { thread }: ChatMessage): boolean =>
  viewer.centreId === null || thread === "common" || thread === viewer.centreId;
