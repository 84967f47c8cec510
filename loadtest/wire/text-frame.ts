const PAYLOAD_OFFSET = 8; // 2 bytes, 16-bit length, mask

/** Any text of up to 64 KB as one masked WebSocket frame. The mask is zero: legal, and costs nothing. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(PAYLOAD_OFFSET);
  head[0] = 0x81;
  head[1] = 0x80 | 126;
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
