/** Everything in which a page could give away what is still sealed: its document, its stores, its memory. */
import type { Page } from "playwright-core";

export interface Readable {
  readonly document: string;
  readonly stores: string;
  readonly memory: string;
}

export async function whatIsReadable(page: Page): Promise<Readable> {
  const document = await page.content();
  const stores = await page.evaluate(storesAsText);
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", {});
  await session.detach();
  return { document, stores, memory: chunks.join("") };
}

/** Where a word stands. */
export const placesOf = (readable: Readable, word: string): string[] =>
  Object.entries(readable).flatMap(([place, text]) => ((text as string).includes(word) ? [place] : []));

/** Every value of IndexedDB and of the caches, bytes as text. Runs in the page. */
async function storesAsText(): Promise<string> {
  const texts: string[] = [];
  const seen = (value: unknown): unknown =>
    value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value;
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name ?? "");
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error(name));
    });
    for (const store of db.objectStoreNames) {
      const values = await new Promise<unknown[]>((resolve, reject) => {
        const reading = db.transaction(store).objectStore(store).getAll();
        reading.onsuccess = () => resolve(reading.result);
        reading.onerror = () => reject(new Error(store));
      });
      texts.push(...values.map((value) => JSON.stringify(value instanceof Uint8Array ? seen(value) : value)));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) texts.push((await (await cache.match(request))?.text()) ?? "");
  }
  return texts.join("\n");
}
