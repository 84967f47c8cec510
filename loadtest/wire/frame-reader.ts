/** Cuts a server's byte stream into frames. Servers do not mask, and nothing here is longer than 64 KB. */

/** Calls `onFrame(opcode, buffer, start, end)` for each whole frame; keeps the rest for the next chunk. */
export class FrameReader {
  #rest: Buffer | null = null;

  read(chunk: Buffer, onFrame: (opcode: number, bytes: Buffer, start: number, end: number) => void): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = null;
    let at = 0;
    while (at + 2 <= bytes.length) {
      const short = (bytes[at + 1] ?? 0) & 0x7f;
      if (short === 127) throw new Error("a frame of more than 64 KB");
      const start = at + (short === 126 ? 4 : 2);
      if (start > bytes.length) break;
      const end = start + (short === 126 ? bytes.readUInt16BE(at + 2) : short);
      if (end > bytes.length) break;
      onFrame((bytes[at] ?? 0) & 0x0f, bytes, start, end);
      at = end;
    }
    // The chunk's memory is reused for the next read of any socket: what stays must be copied.
    if (at < bytes.length) this.#rest = Buffer.from(bytes.subarray(at));
  }
}
