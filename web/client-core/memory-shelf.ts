/** Shelf in memory, for simulations and tests. */
import type { Shelf } from "#client-core/ports";

export class MemoryShelf implements Shelf {
  private readonly values = new Map<string, unknown>();

  async get(name: string): Promise<unknown> {
    return structuredClone(this.values.get(name));
  }

  async set(name: string, value: unknown): Promise<void> {
    this.values.set(name, structuredClone(value));
  }

  async remove(name: string): Promise<void> {
    this.values.delete(name);
  }

  async names(prefix: string): Promise<readonly string[]> {
    return [...this.values.keys()].filter((name) => name.startsWith(prefix)).sort();
  }
}
