/**
 * Files that were asked for lately, in memory: when all rooms of the country download the same paper, its chunks are read
 * once. They never change, so nothing here can be out of date.
 */
export class HeldFiles {
  /** From the one that was asked for longest ago to the last. */
  readonly #files = new Map<string, Buffer>();
  #bytes = 0;

  /** Never holds more than `bytesMost`. */
  constructor(private readonly bytesMost: number) {}

  get(name: string): Buffer | null {
    const file = this.#files.get(name);
    if (!file) return null;
    this.#files.delete(name);
    this.#files.set(name, file);
    return file;
  }

  hold(name: string, file: Buffer): void {
    if (file.length > this.bytesMost || this.#files.has(name)) return;
    this.#files.set(name, file);
    this.#bytes += file.length;
    for (const [oldest, { length }] of this.#files) {
      if (this.#bytes <= this.bytesMost) return;
      this.#files.delete(oldest);
      this.#bytes -= length;
    }
  }
}
