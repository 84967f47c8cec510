/**
 * The device's shelf in two databases: what one lost is found in the other and put back. A value is kept once one of them
 * holds it. Packages lie in the first one alone: they are large, and can be fetched again.
 */
import { isOfPackage } from "#client-core/package/package-shelf";
import type { Shelf } from "#client-core/ports";

export class MirroredShelf implements Shelf {
  /** What was read or kept in this run, packages aside: a few kilobytes. */
  private readonly known = new Map<string, unknown>();

  constructor(
    private readonly main: Shelf,
    private readonly mirror: Shelf,
  ) {}

  async get(name: string): Promise<unknown> {
    if (isOfPackage(name)) return this.main.get(name);
    const main = await settled(this.main.get(name));
    let value = valueOf(main);
    if (value === undefined) {
      const found = await settled(this.mirror.get(name));
      if (main.status === "rejected" && found.status === "rejected") throw main.reason;
      value = valueOf(found);
      if (value !== undefined) this.main.set(name, value).catch(() => undefined);
    }
    if (value !== undefined) this.known.set(name, value);
    return value;
  }

  async set(name: string, value: unknown): Promise<void> {
    if (isOfPackage(name)) return this.main.set(name, value);
    this.known.set(name, value);
    await either([this.main.set(name, value), this.mirror.set(name, value)]);
  }

  async remove(name: string): Promise<void> {
    if (isOfPackage(name)) return this.main.remove(name);
    this.known.delete(name);
    await either([this.main.remove(name), this.mirror.remove(name)]);
  }

  async names(prefix: string): Promise<readonly string[]> {
    const [main, mirror] = await Promise.allSettled([this.main.names(prefix), this.mirror.names(prefix)]);
    if (main.status === "rejected" && mirror.status === "rejected") throw main.reason;
    return [...new Set([...(valueOf(main) ?? []), ...(valueOf(mirror) ?? [])])].sort();
  }

  /** A database was deleted while the application used it: what is known of what it held is put back. */
  putBack(): void {
    for (const [name, value] of this.known) this.set(name, value).catch(() => undefined);
  }
}

/** Resolves with the first that does; rejects with what the first of them says. */
async function either(work: readonly Promise<void>[]): Promise<void> {
  await Promise.any(work).catch(() => work[0]);
}
const settled = async <T>(work: Promise<T>): Promise<PromiseSettledResult<T>> => (await Promise.allSettled([work]))[0];
const valueOf = <T>(outcome: PromiseSettledResult<T>): T | undefined =>
  outcome.status === "fulfilled" ? outcome.value : undefined;
