/** Integers last in, first out, in a room that is never exceeded. An array of JavaScript would be given new memory each time. */
export class Stack {
  readonly #room: Int32Array;
  size = 0;

  constructor(room: number) {
    this.#room = new Int32Array(room);
  }
  push(value: number): void {
    this.#room[this.size++] = value;
  }
  /** Of a stack that is not empty. */
  pop(): number {
    return this.#room[--this.size] as number;
  }
}
