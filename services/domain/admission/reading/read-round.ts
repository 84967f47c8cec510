/** What is known of candidates before a round: seats held, resignations, locks, seats owed in addition. */
import type { Reader } from "#domain/admission/reading/shape";
import { firstRound, KEEPS_BELOW, LEFT, type Market, NONE, type Round, STAYS } from "#domain/admission/market/market";

export interface Ids {
  readonly programmes: ReadonlyMap<string, number>;
  readonly candidates: ReadonlyMap<string, number>;
}

export function readRound(reader: Reader, file: Readonly<Record<string, unknown>>, market: Market, ids: Ids): Round {
  const round = firstRound(market.kindOf.length);
  readSeats(reader, file["previous"], "previous", market, ids, round.previous);
  readResigned(reader, file["resigned"], ids, round);
  reader.list(file["locked"], "locked").forEach((id, i) => {
    const place = `locked[${i}]`;
    const candidate = reader.known(id, ids.candidates, "candidate", () => place);
    if (candidate === NONE) return;
    const note = (rule: string, message: string) =>
      reader.note(rule, place, `candidate ${JSON.stringify(id)} ${message}`);
    if (round.locked[candidate] === 1) note("duplicate", "is locked already");
    if (round.previous[candidate] === NONE) note("locked-without-seat", "holds no previous seat to be locked");
    if (round.resigned[candidate] !== STAYS) note("locked-and-resigned", "is also said to have resigned");
    round.locked[candidate] = 1;
  });
  readSeats(reader, file["additional"], "additional", market, ids, round.additional, (candidate) => {
    if (round.resigned[candidate] !== STAYS) return "has resigned";
    return round.locked[candidate] === 1 ? "is locked" : null;
  });
  return round;
}

/** A table candidate → programme. A seat must be one that the candidate wished for and is ranked for. */
function readSeats(
  reader: Reader,
  value: unknown,
  name: "previous" | "additional",
  market: Market,
  ids: Ids,
  into: Int32Array,
  objection: (candidate: number) => string | null = () => null,
): void {
  if (value === undefined) return;
  const wanted: [candidate: number, programme: number, place: string][] = [];
  for (const [id, seat] of Object.entries(reader.table(value, name))) {
    const place = `${name}[${JSON.stringify(id)}]`;
    const candidate = reader.known(id, ids.candidates, "candidate", () => place);
    if (seat === null && name === "previous") continue; // as a result says it of those admitted nowhere
    const programme = reader.known(seat, ids.programmes, "programme", () => place);
    if (candidate === NONE || programme === NONE) continue;
    const against = objection(candidate);
    if (against !== null) reader.note(name, place, `candidate ${JSON.stringify(id)} ${against}`);
    into[candidate] = programme;
    wanted.push([candidate, programme, place]);
  }
  noteImpossible(reader, market, wanted);
}

/** Notes those who have no wish for the programme, or whom it does not rank. Reads each ranking that matters once. */
function noteImpossible(
  reader: Reader,
  { ranking, rankingStart, wishes, wishStart, places }: Market,
  wanted: readonly (readonly [candidate: number, programme: number, place: string])[],
): void {
  const unranked = new Map<number, Map<number, string>>(Array.from(places, (_, programme) => [programme, new Map()]));
  for (const [candidate, programme, place] of wanted) {
    unranked.get(programme)?.set(candidate, place);
    if (!wishes.subarray(wishStart[candidate], wishStart[candidate + 1]).includes(programme))
      reader.note("seat-not-wished", place, "is none of the candidate's wishes; whoever gave it up goes into resigned");
  }
  for (const [programme, open] of unranked) {
    for (let i = rankingStart[programme] ?? 0; open.size > 0 && i < (rankingStart[programme + 1] ?? 0); i++)
      open.delete(ranking[i] ?? NONE);
    for (const place of open.values())
      reader.note(
        "seat-not-ranked",
        place,
        "does not rank the candidate: nobody can hold a seat where they are not ranked",
      );
  }
}

function readResigned(reader: Reader, value: unknown, ids: Ids, round: Round): void {
  reader.list(value, "resigned").forEach((item, i) => {
    const place = `resigned[${i}]`;
    const whole = typeof item === "string";
    const own = whole ? { id: item } : reader.record(item, place, { id: true, keepsBelow: false });
    const { id, keepsBelow = false } = own as { id?: unknown; keepsBelow?: unknown };
    if (typeof keepsBelow !== "boolean") reader.note("keeps-below", `${place}.keepsBelow`, "must be true or false");
    if (id === undefined) return;
    const candidate = reader.known(id, ids.candidates, "candidate", () => (whole ? place : `${place}.id`));
    if (candidate === NONE) return;
    const note = (rule: string, message: string) =>
      reader.note(rule, place, `candidate ${JSON.stringify(id)} ${message}`);
    if (round.resigned[candidate] !== STAYS) note("duplicate", "has resigned already");
    if (keepsBelow === true && round.previous[candidate] === NONE)
      note("keeps-below-nothing", "holds no previous seat, below which wishes could be kept");
    round.resigned[candidate] = keepsBelow === true ? KEEPS_BELOW : LEFT;
  });
}
