/** What a rehearsal with real tablets says of each room. Pure. */

interface Share {
  readonly p95: number;
}
/** What one tablet has measured; see contracts/http/rehearsal.ts for the words. Times in ms. */
export interface TabletResult {
  readonly roomId: number;
  readonly candidateId: number;
  readonly state: "playing" | "stopped" | "complete";
  readonly receivedMs: Share;
  readonly durableMs: Share;
  readonly paintedMs: Share;
  readonly longestGapMs: number;
  readonly reconnects: number;
  readonly longTasks: { readonly longestMs: number };
}

export const FIGURES = ["receivedMs", "durableMs", "paintedMs", "longestGapMs", "reconnects", "longTaskMs"] as const;
export type Figure = (typeof FIGURES)[number];

/** What a room must keep to; null: told, and no obstacle. The others of a figure's tablets are at most as bad. */
export const REHEARSAL_LIMITS: Readonly<Record<Figure, number | null>> = {
  /** 95 % of entries: what a slow mobile link takes, several times over. Beyond it the link does not carry a room. */
  receivedMs: 2_000,
  /** 95 % of entries: a tablet whose disk is slower than that is worn out or full. */
  durableMs: 600,
  /** 95 % of answers: two frames, and what a slow tablet adds. Beyond it people press twice. */
  paintedMs: 250,
  /** A tablet works on without a link; a minute is what lost time is counted from. */
  longestGapMs: 60_000,
  reconnects: null,
  longTaskMs: null,
};

export type RoomVerdict = "passed" | "failed" | "incomplete";
export interface RoomResult {
  readonly roomId: number;
  /** Candidates who have a place there, those whose tablet played, and those who handed in with everything secured. */
  readonly expected: number;
  readonly played: number;
  readonly complete: number;
  /** Of its worst tablet. */
  readonly worst: Readonly<Record<Figure, number>>;
  /** "failed": a figure is beyond its limit. "incomplete": all that played is sound, and not all have played to the end. */
  readonly verdict: RoomVerdict;
  readonly beyond: readonly Figure[];
}

/** One line per room in which a tablet played, by id. `expected`: candidates of each room. */
export function roomResults(tablets: readonly TabletResult[], expected: ReadonlyMap<number, number>): RoomResult[] {
  const rooms = [...new Set(tablets.map(({ roomId }) => roomId))].sort((a, b) => a - b);
  return rooms.map((roomId) => {
    const here = tablets.filter((tablet) => tablet.roomId === roomId);
    const candidates = (of: readonly TabletResult[]) => new Set(of.map(({ candidateId }) => candidateId)).size;
    const complete = candidates(here.filter(({ state }) => state === "complete"));
    const worst = worstOf(here);
    const beyond = FIGURES.filter((figure) => worst[figure] > (REHEARSAL_LIMITS[figure] ?? Number.POSITIVE_INFINITY));
    const places = Math.max(expected.get(roomId) ?? 0, candidates(here));
    const verdict = beyond.length > 0 ? "failed" : complete < places ? "incomplete" : "passed";
    return { roomId, expected: places, played: candidates(here), complete, worst, verdict, beyond };
  });
}

function worstOf(tablets: readonly TabletResult[]): Record<Figure, number> {
  const most = (of: (tablet: TabletResult) => number) => Math.max(0, ...tablets.map(of));
  return {
    receivedMs: most(({ receivedMs }) => receivedMs.p95),
    durableMs: most(({ durableMs }) => durableMs.p95),
    paintedMs: most(({ paintedMs }) => paintedMs.p95),
    longestGapMs: most(({ longestGapMs }) => longestGapMs),
    reconnects: most(({ reconnects }) => reconnects),
    longTaskMs: most(({ longTasks }) => longTasks.longestMs),
  };
}
