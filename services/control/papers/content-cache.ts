/** Bytes that never change, kept in memory: thousands of tablets ask for the same paper within a second. */
export interface ContentCache<V> {
  /** The value of `key`, loaded once however many ask at the same time. A failed or empty load is not kept. */
  get(key: string, load: () => Promise<V | null>): Promise<V | null>;
}

/** Keeps at most `bytesMax` (as `sizeOf` counts), dropping what was asked for longest ago. */
export function createContentCache<V>(bytesMax: number, sizeOf: (value: V) => number): ContentCache<V> {
  const kept = new Map<string, V>();
  const loading = new Map<string, Promise<V | null>>();
  let bytes = 0;

  function keep(key: string, value: V): void {
    kept.set(key, value);
    bytes += sizeOf(value);
    for (const [oldest, dropped] of kept) {
      if (bytes <= bytesMax) return;
      kept.delete(oldest);
      bytes -= sizeOf(dropped);
    }
  }
  async function loadOnce(key: string, load: () => Promise<V | null>): Promise<V | null> {
    try {
      const value = await load();
      if (value !== null) keep(key, value);
      return value;
    } finally {
      loading.delete(key);
    }
  }

  return {
    async get(key, load) {
      const found = kept.get(key);
      if (found !== undefined) {
        kept.delete(key);
        kept.set(key, found); // last in order: asked for most recently
        return found;
      }
      const running = loading.get(key) ?? loadOnce(key, load);
      loading.set(key, running);
      return running;
    },
  };
}
