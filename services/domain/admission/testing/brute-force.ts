/**
 * The rules as sentences, on ids, for markets so small that everything can be tried: no part of the engine or of the
 * auditor is used. What a programme would choose of each set of candidates is a table; every way of seating everybody is
 * tried against it.
 */
import type { InputFile, ProgrammeFile, SeatsById } from "#domain/admission/testing/input-file";
import type { Mode } from "#domain/admission/market/market";

/** Wishes that count in this round, best first. */
export function wishesInForceOf(file: InputFile, id: string): readonly string[] {
  const wishes = file.candidates.find((one) => one.id === id)?.wishes ?? [];
  const previous = file.previous?.[id] ?? null;
  const resigned = file.resigned?.find((one) => one === id || (typeof one === "object" && one.id === id));
  if (typeof resigned === "object" && resigned.keepsBelow === true)
    return wishes.slice(wishes.indexOf(previous ?? "") + 1);
  if (resigned !== undefined) return [];
  if (file.locked?.includes(id) === true) return previous === null ? [] : [previous];
  const ends = [previous, file.additional?.[id] ?? null].flatMap((end) =>
    end === null ? [] : [wishes.indexOf(end) + 1],
  );
  return wishes.slice(0, Math.min(wishes.length, ...ends));
}

const keepsSeat = (file: InputFile, id: string): boolean =>
  !(file.resigned ?? []).some((one) => (typeof one === "string" ? one : one.id) === id);

/** Rule A: whom a programme takes of these. In protected mode those who hold a seat there come first, and are all taken. */
export function chosen(
  file: InputFile,
  programme: ProgrammeFile,
  of: readonly string[],
  mode: Mode,
): readonly string[] {
  const { places, overQuota = [], caps = [] } = programme;
  const owed = of.filter((id) => file.additional?.[id] === programme.id);
  const first = of.filter(
    (id) => mode === "protected" && !owed.includes(id) && file.previous?.[id] === programme.id && keepsSeat(file, id),
  );
  const rest = programme.ranking.filter((id) => of.includes(id) && !owed.includes(id) && !first.includes(id));
  const categoriesOf = (id: string) => file.candidates.find((one) => one.id === id)?.categories ?? [];
  const taken: string[] = [];
  const filled = overQuota.map(() => 0);
  let onPlaces = 0;
  for (const id of [...first, ...rest]) {
    const mustTake = first.includes(id);
    if (onPlaces >= places && !mustTake) break;
    const own = categoriesOf(id);
    const isCapped = caps.some(
      (cap) =>
        own.includes(cap.category) && taken.filter((t) => categoriesOf(t).includes(cap.category)).length >= cap.max,
    );
    if (isCapped && !mustTake) continue;
    const g = overQuota.findIndex(({ category }) => own.includes(category));
    const quota = overQuota[g];
    const most = quota === undefined ? 0 : (quota.max ?? Math.floor((places * (quota.percent ?? 0)) / 100));
    if (quota !== undefined && (filled[g] ?? 0) < most) filled[g] = (filled[g] ?? 0) + 1;
    else if (quota?.beyondCap === "refuse") {
      if (!mustTake) continue;
    } else onPlaces++;
    taken.push(id);
  }
  return [...owed, ...taken];
}

/** Every stable way of seating everybody, and the one that is best for each candidate; null: no one is best for all. */
export function stableSeatings(
  file: InputFile,
  mode: Mode,
): { readonly count: number; readonly best: SeatsById | null } {
  const ids = file.candidates.map(({ id }) => id);
  const wishes = ids.map((id) => wishesInForceOf(file, id));
  const setOf = (members: readonly string[]) => members.reduce((set, id) => set | (1 << ids.indexOf(id)), 0);
  const tables = new Map(
    file.programmes.map((programme) => {
      const choices = Array.from({ length: 1 << ids.length }, (_, set) =>
        setOf(
          chosen(
            file,
            programme,
            ids.filter((__, i) => (set >> i) & 1),
            mode,
          ),
        ),
      );
      return [programme.id, choices] as const;
    }),
  );
  const stable: number[][] = [];
  const held = new Map(file.programmes.map(({ id }) => [id, 0]));
  const at: number[] = [];

  /** Seats candidate i at each wish in turn, and nowhere. */
  function seat(i: number): void {
    if (i === ids.length) {
      if (isStable()) stable.push([...at]);
      return;
    }
    const own = wishes[i] ?? [];
    for (let wish = 0; wish <= own.length; wish++) {
      const programme = own[wish];
      at[i] = wish;
      if (programme !== undefined) held.set(programme, (held.get(programme) ?? 0) | (1 << i));
      seat(i + 1);
      if (programme !== undefined) held.set(programme, (held.get(programme) ?? 0) & ~(1 << i));
    }
  }
  function isStable(): boolean {
    for (const [programme, set] of held) if (tables.get(programme)?.[set] !== set) return false;
    return ids.every((_, i) =>
      (wishes[i] ?? []).slice(0, at[i]).every((programme) => {
        const withThem = (held.get(programme) ?? 0) | (1 << i);
        return (((tables.get(programme)?.[withThem] ?? 0) >> i) & 1) === 0;
      }),
    );
  }
  seat(0);
  const best = ids.map((_, i) => Math.min(...stable.map((seating) => seating[i] ?? Infinity)));
  const isReached = stable.some((seating) => seating.every((wish, i) => wish === best[i]));
  return {
    count: stable.length,
    best: isReached ? Object.fromEntries(ids.map((id, i) => [id, wishes[i]?.[best[i] ?? -1] ?? null])) : null,
  };
}
