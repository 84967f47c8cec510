/** A tablet whose browser opens no database: fetched only there. The next run knows nothing of this one. */
import { MemoryStore } from "#client-core/memory-store";

export { MemoryShelf } from "#client-core/memory-shelf";

/** Never says that an entry is durable: the outbox goes on from memory and says so. */
export class RefusingStore extends MemoryStore {
  override put(): Promise<void> {
    return Promise.reject(new Error("this browser opens no database"));
  }
}
