/** How long things took in the last seconds, at a constant cost: counts in fixed buckets, nothing allocated per thing. */

/** Below this, one bucket per millisecond; above, eight per doubling: an error of at most 9 %. */
const LINEAR_MS = 16;
const PER_DOUBLING = 8;
/** The last bucket begins at 16 × 2^14 ms: four minutes. */
const BUCKETS = LINEAR_MS + 14 * PER_DOUBLING + 1;
const WINDOW_SECONDS = 10;

export interface LatencyWindow {
  /** One thing took so long, ms, and was done at `nowMs`. */
  record(tookMs: number, nowMs: number): void;
  /** 99th percentile of the last 10 s, ms (upper edge of its bucket); null when there was nothing. */
  p99Ms(nowMs: number): number | null;
  /** Things per second over the last 10 s. */
  perSecond(nowMs: number): number;
}

export function createLatencyWindow(): LatencyWindow {
  const seconds = Array.from({ length: WINDOW_SECONDS }, () => ({
    second: -1,
    count: 0,
    buckets: new Uint32Array(BUCKETS),
  }));

  function recent(nowMs: number) {
    const now = Math.floor(nowMs / 1_000);
    return seconds.filter(({ second }) => second > now - WINDOW_SECONDS && second <= now);
  }
  const countOf = (slots: readonly { count: number }[]) => slots.reduce((sum, { count }) => sum + count, 0);

  return {
    record: (tookMs, nowMs) => {
      const second = Math.floor(nowMs / 1_000);
      const slot = seconds[second % WINDOW_SECONDS];
      if (!slot) return; // a clock before 1970
      if (slot.second !== second) {
        slot.second = second;
        slot.count = 0;
        slot.buckets.fill(0);
      }
      slot.count += 1;
      const bucket = bucketOf(tookMs);
      slot.buckets[bucket] = (slot.buckets[bucket] ?? 0) + 1;
    },
    p99Ms: (nowMs) => {
      const slots = recent(nowMs);
      let above = Math.floor(countOf(slots) / 100);
      for (let bucket = BUCKETS - 1; bucket >= 0; bucket--) {
        const here = slots.reduce((sum, { buckets }) => sum + (buckets[bucket] ?? 0), 0);
        if (here > above) return upperEdgeMs(bucket);
        above -= here;
      }
      return null;
    },
    perSecond: (nowMs) => Math.round(countOf(recent(nowMs)) / WINDOW_SECONDS),
  };
}

function bucketOf(tookMs: number): number {
  if (tookMs < LINEAR_MS) return Math.max(0, Math.floor(tookMs));
  return Math.min(BUCKETS - 1, LINEAR_MS + Math.floor(Math.log2(tookMs / LINEAR_MS) * PER_DOUBLING));
}
const upperEdgeMs = (bucket: number): number =>
  bucket < LINEAR_MS ? bucket + 1 : Math.round(LINEAR_MS * 2 ** ((bucket - LINEAR_MS + 1) / PER_DOUBLING));
