/** Where a browser keeps the log and the shelf of a tablet. */
import { IndexedDbStore } from "#client-core/indexeddb-store";
import { MirroredShelf } from "#client-core/mirrored-shelf";
import { MirroredStore } from "#client-core/mirrored-store";
import type { Clock, OutboxStore, Shelf } from "#client-core/ports";

export interface BrowserStorage {
  readonly store: OutboxStore;
  readonly shelf: Shelf;
  /** After a sleep some browsers leave dead connections behind. */
  readonly reopen: () => void;
}

/** Two databases, each a copy of the other. Where the browser opens neither: memory alone, which the outbox tells of. */
export async function openBrowserStorage(clock: Clock): Promise<BrowserStorage> {
  const renewed = (): void => shelf.putBack();
  const main = new IndexedDbStore("amphi", clock, renewed);
  const mirror = new IndexedDbStore("amphi-mirror", clock, renewed);
  const shelf = new MirroredShelf(main, mirror);
  try {
    await shelf.get("device");
  } catch (error) {
    console.error(error);
    const { MemoryShelf, RefusingStore } = await import("#client-core/without-disk");
    return { store: new RefusingStore(), shelf: new MemoryShelf(), reopen: () => undefined };
  }
  const reopen = (): void => {
    main.reopen();
    mirror.reopen();
  };
  return { store: new MirroredStore(main, mirror), shelf, reopen };
}
