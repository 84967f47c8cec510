/** The input of an allocation as a file says it (docs/formats.md): every problem with its place, or the market. Pure. */
import { CategoryTable } from "#domain/admission/reading/categories";
import { COUNT_MAX, readRules } from "#domain/admission/reading/read-rules";
import { type Ids, readRound } from "#domain/admission/reading/read-round";
import { Reader } from "#domain/admission/reading/shape";
import type { Market, Round } from "#domain/admission/market/market";
import { below, type Problem } from "#domain/exam/problem";

/** Ids of programmes and candidates, and names of categories, by index. */
export interface Names {
  readonly programmes: readonly string[];
  readonly candidates: readonly string[];
  readonly categories: readonly string[];
}
export interface AllocationInput {
  readonly market: Market;
  readonly round: Round;
  readonly names: Names;
}

const FILE = { programmes: true, candidates: true, previous: false, resigned: false, locked: false, additional: false };
const PROGRAMME = { id: true, places: true, ranking: true, overQuota: false, caps: false };
const CANDIDATE = { id: true, wishes: true, categories: false };

export function readInput(
  json: unknown,
): { readonly input: AllocationInput } | { readonly problems: readonly Problem[] } {
  const reader = new Reader();
  const file = reader.record(json, "", FILE);
  const programmes = reader.list(file["programmes"], "programmes");
  const candidates = reader.list(file["candidates"], "candidates");
  const ids: Ids = {
    programmes: reader.ids(programmes, "programmes", "programme"),
    candidates: reader.ids(candidates, "candidates", "candidate"),
  };

  const categories = new CategoryTable(candidates.length);
  const wishLists = candidates.map((item, i) => {
    const place = `candidates[${i}]`;
    const own = reader.record(item, place, CANDIDATE);
    categories.read(reader, own["categories"], place, i, String(own["id"]));
    return reader.list(own["wishes"], below(place, "wishes"));
  });
  const wishes = readLists(reader, wishLists, ids.programmes, "programme", (i) => `candidates[${i}].wishes`);

  const places = new Int32Array(programmes.length);
  const records = programmes.map((item, i) => reader.record(item, `programmes[${i}]`, PROGRAMME));
  const rules = records.map((own, i) => {
    const place = `programmes[${i}]`;
    places[i] = reader.count(own["places"], below(place, "places"), COUNT_MAX) ?? 0;
    return readRules(reader, own, place, places[i], categories);
  });
  const rankingLists = records.map((own, i) => reader.list(own["ranking"], `programmes[${i}].ranking`));
  const ranking = readLists(reader, rankingLists, ids.candidates, "candidate", (i) => `programmes[${i}].ranking`);

  const market: Market = {
    ...{ places, rules, kindOf: categories.kindOf, kinds: categories.kinds },
    ...{ rankingStart: ranking.start, ranking: ranking.items, wishStart: wishes.start, wishes: wishes.items },
  };
  const round = readRound(reader, file, market, ids);
  if (reader.problems.length > 0) return { problems: reader.problems };
  const names = {
    programmes: [...ids.programmes.keys()],
    candidates: [...ids.candidates.keys()],
    categories: categories.names,
  };
  return { input: { market, round, names } };
}

/** Lists of ids as one array of indices; notes unknown ids, and ids that a list repeats. */
function readLists(
  reader: Reader,
  lists: readonly (readonly unknown[])[],
  ids: ReadonlyMap<string, number>,
  what: string,
  place: (list: number) => string,
): { readonly start: Int32Array; readonly items: Int32Array } {
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, i) => (start[i + 1] = (start[i] ?? 0) + list.length));
  const items = new Int32Array(start[lists.length] ?? 0);
  // Where each id last stood, as a position in all lists together, from 1.
  const last = new Int32Array(ids.size);
  let filled = 0;
  lists.forEach((list, i) => {
    const first = filled;
    for (const id of list) {
      const at = () => below(place(i), filled - first);
      const index = reader.known(id, ids, what, at);
      if (index !== -1) {
        const before = (last[index] ?? 0) - 1;
        if (before >= first)
          reader.note(
            "duplicate",
            at(),
            `${what} ${JSON.stringify(id)} stands at ${below(place(i), before - first)} already`,
          );
        last[index] = filled + 1;
      }
      items[filled++] = index;
    }
  });
  return { start, items };
}
