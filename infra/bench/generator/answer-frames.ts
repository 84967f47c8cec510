/** Masked WebSocket frames with answers, one reusable buffer per socket. The mask is zero: legal, and costs nothing. */

const ITEM_COUNT = 40;
const PAYLOAD_OFFSET = 8; // 2 bytes, 16-bit length, mask

/** Builds the frames of one candidate; the buffer returned is valid until the next call. */
export class AnswerFrames {
  #seq: number;
  readonly #buffer = Buffer.alloc(512);

  constructor(lastSeq: number) {
    this.#seq = lastSeq;
  }
  get seq(): number {
    return this.#seq;
  }

  next(nowMs: number): Buffer {
    this.#seq++;
    const item = String(this.#seq % ITEM_COUNT).padStart(3, "0");
    return this.#framed(
      `{"v":1,"kind":"answer","epoch":1,"seq":${this.#seq},"claimedAtMs":${nowMs},"itemId":"qi-endocrinologie-${item}","value":{"choice":["a","c","e"]}}`,
    );
  }
  applied(actId: string, nowMs: number): Buffer {
    this.#seq++;
    return this.#framed(
      `{"v":1,"kind":"applied","epoch":1,"seq":${this.#seq},"claimedAtMs":${nowMs},"actId":"${actId}","stage":"applied"}`,
    );
  }

  #framed(text: string): Buffer {
    const length = this.#buffer.write(text, PAYLOAD_OFFSET, "latin1");
    this.#buffer[0] = 0x81;
    this.#buffer[1] = 0x80 | 126;
    this.#buffer.writeUInt16BE(length, 2);
    return this.#buffer.subarray(0, PAYLOAD_OFFSET + length);
  }
}
