/** A round of admissions as one page that opens anywhere, without a network and without a script. Pure. */
import { bar, occupation, STRIPES } from "#cli/admission/report/bars";
import { STYLE } from "#cli/admission/report/style";
import { REPORT_TEXTS } from "#cli/admission/report/texts";
import type { Allocation } from "#domain/admission/allocate";
import type { Language } from "#domain/admission/explanation/words";
import { NONE } from "#domain/admission/market/market";
import { type Moves, overviewOf } from "#domain/admission/overview";
import type { AllocationInput } from "#domain/admission/reading/read-input";

/** `differ`: candidates who would have another seat if programmes proposed. */
export function reportOf(input: AllocationInput, result: Allocation, differ: number, language: Language): string {
  const texts = REPORT_TEXTS[language];
  const { byWish, nowhere, moves } = overviewOf(input.market, input.round, result.seats);
  const count = (n: number) => n.toLocaleString(language);
  const everybody = input.names.candidates.length;
  const admitted = byWish.reduce((sum, one) => sum + one, 0);
  const set = result.setAside;

  const figures: readonly (readonly [string, number])[] = [
    [texts.figures.candidates, everybody],
    [texts.figures.admitted, admitted],
    [texts.figures.first, byWish[0] ?? 0],
    [texts.figures.nowhere, nowhere],
    [texts.figures.left, moves.left],
    [texts.figures.blocking, result.audit.blockingPairs],
    [texts.figures.demoted, result.audit.demoted],
    [texts.figures.excess, result.audit.excess],
    [texts.figures.differ, differ],
  ];
  const counted = (rows: readonly (readonly [string, number])[], most: number) =>
    table(
      ["", texts.count, texts.share],
      rows.map(([name, value]) => [header(name), number(count(value)), drawing(bar(value, most))]),
    );
  const wishes: [string, number][] = byWish.map((value, i) => [texts.wish(i + 1), value]);
  const moved = (Object.keys(texts.move) as (keyof Moves)[]).map((key): [string, number] => [
    texts.move[key],
    moves[key],
  ]);
  const isLater = input.round.previous.some((programme) => programme !== NONE);
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(texts.title)}</title>`,
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>${STRIPES}<main>`,
    `<h1>${escaped(texts.title)}</h1><section class="verdict"><p>${escaped(texts.released)}</p>`,
    `<p>${escaped(set === null ? texts.plain : texts.protected(set.demoted, set.blockingPairs))}</p></section>`,
    table(
      ["", ""],
      figures.map(([name, value]) => [header(name), number(count(value))]),
    ),
    `<h2>${escaped(texts.byWish)}</h2>`,
    counted([...wishes, [texts.nowhere, nowhere]], Math.max(nowhere, ...byWish)),
    ...(isLater
      ? [`<h2>${escaped(texts.moves)}</h2>`, counted(moved, Math.max(...moved.map(([, value]) => value)))]
      : []),
    `<h2>${escaped(texts.programmes)}</h2><p class="legend">${escaped(texts.legend)}</p>`,
    programmesTable(input, result, texts.columns, texts.none, count),
    ...excessTable(input, result, texts.excess, texts.excessColumns, count),
    "</main></body></html>\n",
  ].join("\n");
}

function programmesTable(
  { market, names }: AllocationInput,
  { standings }: Allocation,
  columns: readonly string[],
  none: string,
  count: (n: number) => string,
): string {
  const rows = standings.map(({ admitted, abovePlaces, lastRank }, programme) => {
    const places = market.places[programme] ?? 0;
    const free = Math.max(0, places - (admitted - abovePlaces));
    return [
      header(names.programmes[programme] ?? ""),
      ...[places, admitted, abovePlaces, free].map((value) => number(count(value))),
      number(lastRank === null ? none : count(lastRank)),
      drawing(occupation(admitted - abovePlaces, abovePlaces, free)),
    ];
  });
  // Wider than a telephone: scrolled, by the keyboard too.
  return `<div class="wide" tabindex="0" role="region" aria-label="${escaped(columns[0] ?? "")}">${table(columns, rows)}</div>`;
}

function excessTable(
  { names }: AllocationInput,
  { audit }: Allocation,
  heading: string,
  columns: readonly string[],
  count: (n: number) => string,
): string[] {
  const rows = audit.findings.excess.map(([programme, seats]) => [
    header(names.programmes[programme] ?? ""),
    number(count(seats)),
  ]);
  return rows.length === 0 ? [] : [`<h2>${escaped(heading)}</h2>`, table(columns, rows)];
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const header = (text: string): string => `<th scope="row">${escaped(text)}</th>`;
const number = (text: string): string => `<td class="n">${escaped(text)}</td>`;
const drawing = (svg: string): string => `<td class="bar">${svg}</td>`;

/** `rows`: cells, already as elements. A heading is aligned as the cells below it are. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const classOf = (i: number) => /class="(\w+)"/.exec(rows[0]?.[i] ?? "")?.[0] ?? "";
  const head = columns.map((name, i) => `<th scope="col" ${classOf(i)}>${escaped(name)}</th>`).join("");
  const heading = columns.every((name) => name === "") ? "" : `<thead><tr>${head}</tr></thead>`;
  return `<table>${heading}<tbody>${rows.map((cells) => `<tr>${cells.join("")}</tr>`).join("\n")}</tbody></table>`;
}
