/** Which column of a candidate file says what: French and English headings, in any case, with or without accents. */
import type { Problem } from "#domain/exam/problem";

const HEADINGS = {
  studentNumber: [
    "student number",
    "student",
    "numero etudiant",
    "no etudiant",
    "n etudiant",
    "num etudiant",
    "numero",
  ],
  familyName: ["family name", "last name", "surname", "nom", "nom de famille", "nom d usage", "nom usuel"],
  givenName: ["given name", "first name", "prenom", "prenoms"],
  centre: ["centre", "center", "code centre", "centre d examen", "faculte"],
  centreName: ["centre name", "nom du centre", "libelle centre", "ville"],
  room: ["room", "salle", "amphi", "code salle"],
  roomName: ["room name", "nom de la salle", "nom de l amphi", "libelle salle"],
  seat: ["seat", "table", "place", "siege", "numero de table"],
  extraTime: ["extra time", "extra time factor", "temps majore", "tiers temps", "majoration", "majoration de temps"],
} as const;
export type Field = keyof typeof HEADINGS;
const NEEDED: readonly Field[] = ["studentNumber", "familyName", "givenName", "centre", "room", "seat"];
const FIELDS = Object.keys(HEADINGS) as Field[];

export interface Columns {
  /** Index of each field's column; absent when the file has none. */
  readonly at: ReadonlyMap<Field, number>;
  /** Every other column is a further identity field, by its heading as written. */
  readonly identity: readonly { readonly index: number; readonly name: string }[];
  readonly count: number;
}

/** `N° étudiant` → `n etudiant`. */
const folded = (heading: string): string =>
  heading
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();

/** Finds the columns in the heading row; with problems when one is missing, unnamed or named twice. */
export function readColumns(headings: readonly string[], line: number): { columns: Columns; problems: Problem[] } {
  const problems: Problem[] = [];
  const report = (rule: string, message: string) => problems.push({ rule, place: `line ${line}`, message });
  const at = new Map<Field, number>();
  const identity: { index: number; name: string }[] = [];
  headings.forEach((heading, index) => {
    const name = folded(heading);
    const field = FIELDS.find((one) => (HEADINGS[one] as readonly string[]).includes(name));
    if (name === "") report("column-without-heading", `column ${index + 1} has no heading`);
    else if (field !== undefined && at.has(field)) report("column-repeated", `"${heading}" names the ${field} again`);
    else if (field !== undefined) at.set(field, index);
    else if (identity.some((one) => folded(one.name) === name)) report("column-repeated", `"${heading}" stands twice`);
    else identity.push({ index, name: heading });
  });
  for (const field of NEEDED)
    if (!at.has(field)) report("column-missing", `no column for ${field}: ${HEADINGS[field].slice(0, 4).join(", ")}…`);
  return { columns: { at, identity, count: headings.length }, problems };
}
