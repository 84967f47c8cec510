/** Categories of candidates: their names as numbers, and the sets of them that occur. */
import { below } from "#domain/exam/problem";
import type { Reader } from "#domain/admission/reading/shape";

export class CategoryTable {
  readonly kindOf: Int32Array;
  readonly kinds: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #kinds = new Map<string, number>();
  /** Id of the first candidate of each kind. */
  readonly #examples: string[] = [];

  constructor(candidates: number) {
    this.kindOf = new Int32Array(candidates);
  }
  numberOf(name: string): number {
    const found = this.#numbers.get(name) ?? this.#names.push(name) - 1;
    this.#numbers.set(name, found);
    return found;
  }
  nameOf = (category: number): string => this.#names[category] ?? "";
  get names(): readonly string[] {
    return this.#names;
  }

  /** Takes a candidate's list of categories. */
  read(reader: Reader, value: unknown, place: string, candidate: number, id: string): void {
    const own = new Set<number>();
    reader.list(value, below(place, "categories")).forEach((name, i) => {
      const at = () => below(below(place, "categories"), i);
      if (typeof name !== "string" || name === "") reader.note("category", at(), "must be a text that is not empty");
      else if (own.has(this.numberOf(name)))
        reader.note("duplicate", at(), `category ${JSON.stringify(name)} stands there twice`);
      else own.add(this.numberOf(name));
    });
    const sorted = [...own].sort((a, b) => a - b);
    const name = sorted.join(",");
    let kind = this.#kinds.get(name);
    if (kind === undefined) {
      kind = this.kinds.push(sorted) - 1;
      this.#kinds.set(name, kind);
      this.#examples.push(id);
    }
    this.kindOf[candidate] = kind;
  }

  /** A candidate who is in both; null: they lie apart. */
  example(a: number, b: number): string | null {
    const kind = this.kinds.findIndex((own) => own.includes(a) && own.includes(b));
    return kind === -1 ? null : (this.#examples[kind] ?? null);
  }
  /** Whether everybody in `a` is in `b`. */
  isWithin = (a: number, b: number): boolean => this.kinds.every((own) => !own.includes(a) || own.includes(b));
  /** Whether they overlap without one lying within the other. */
  cross = (a: number, b: number): boolean =>
    this.example(a, b) !== null && !this.isWithin(a, b) && !this.isWithin(b, a);
}
