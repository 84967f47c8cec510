/** What the virtual users of k6 share, to be read by index and searched; here there is only one of them. */
export class SharedArray<T> extends Array<T> {
  constructor(_name: string, make: () => readonly T[]) {
    super();
    this.push(...make());
  }
}
