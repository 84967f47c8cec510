/** How many processes a generator needs, and what each k6 of them plays. Pure. */

/** Descriptors of one tablet: its socket, and its share of the HTTP connections of its virtual user. */
const DESCRIPTORS_PER_TABLET = 1.5;
/** Of the generator itself: files, timers, the connections of its runtime. */
const DESCRIPTORS_BESIDES = 500;
/** A machine has about 28,000 local ports for one destination; sockets of more tablets come from several addresses. */
const TABLETS_PER_ADDRESS = 20_000;

export interface Segment {
  /** Values of --execution-segment and --execution-segment-sequence; null: all of it. */
  readonly segment: string | null;
  readonly sequence: string | null;
}

/** `descriptorsMax`: what one process may have open. */
export function processesFor(candidates: number, descriptorsMax: number): number {
  const each = Math.max(1, Math.floor((descriptorsMax - DESCRIPTORS_BESIDES) / DESCRIPTORS_PER_TABLET));
  return Math.ceil(candidates / each);
}

/** `descriptorsMax`: what one process may have open. */
export function segmentsFor(candidates: number, descriptorsMax: number): readonly Segment[] {
  const count = processesFor(candidates, descriptorsMax);
  if (count <= 1) return [{ segment: null, sequence: null }];
  const bounds = Array.from({ length: count + 1 }, (_, n) => (n === 0 ? "0" : n === count ? "1" : `${n}/${count}`));
  return bounds.slice(1).map((until, n) => ({ segment: `${bounds[n] ?? "0"}:${until}`, sequence: bounds.join(",") }));
}

/** Loopback addresses to connect from, as `--local-ips` takes them; null: one is enough. */
export function localAddresses(candidates: number): string | null {
  const count = Math.ceil(candidates / TABLETS_PER_ADDRESS);
  return count <= 1 ? null : `127.0.0.1-127.0.0.${count}`;
}
