/**
 * What one programme with rules holds while candidates propose. It gives at each step what rule A (tally.ts) would take of
 * everybody held and the newcomer, without reading them all again:
 *
 * - a cap, or an over-quota category with `refuse`, that is exceeded drops its worst;
 * - once the places are exceeded the worst of all is dropped, and once they are exactly taken so is everybody above the
 *   places who stands behind the last place: "usefully ranked" ends there.
 *
 * The worst of an over-quota category is on a place as soon as the category holds more than its number.
 */
import type { Sorting } from "#domain/admission/engine/classes";
import type { Heaps } from "#domain/admission/engine/heaps";
import { add, at } from "#domain/admission/engine/ints";
import type { Stack } from "#domain/admission/engine/stack";
import type { Rules } from "#domain/admission/market/market";

export class RuledDesk {
  readonly #places: number;
  readonly #sorting: Sorting;
  readonly #heaps: Heaps;
  /** Its first heap; class i has the i-th from there. */
  readonly #first: number;
  readonly #groupMost: Int32Array;
  readonly #refuses: readonly boolean[];
  readonly #capMost: Int32Array;
  /** Held of each over-quota category and each cap. */
  readonly #inGroup: Int32Array;
  readonly #inCap: Int32Array;
  #onPlaces = 0;

  constructor(places: number, { overQuota, caps }: Rules, sorting: Sorting, heaps: Heaps, first: number) {
    this.#places = places;
    this.#sorting = sorting;
    this.#heaps = heaps;
    this.#first = first;
    this.#groupMost = Int32Array.from(overQuota, ({ most }) => most);
    this.#refuses = overQuota.map(({ beyond }) => beyond === "refuse");
    this.#capMost = Int32Array.from(caps, ({ most }) => most);
    this.#inGroup = new Int32Array(overQuota.length);
    this.#inCap = new Int32Array(caps.length);
  }

  /** Appends to `dropped` the ranks that are, the one offered perhaps among them. */
  offer(kind: number, rank: number, dropped: Stack): void {
    this.#heaps.push(this.#first + at(this.#sorting.classOf, kind), rank);
    this.seat(kind, dropped);
  }

  /** Somebody who is never dropped comes: counted, and in no heap. */
  seat(kind: number, dropped: Stack): void {
    const own = at(this.#sorting.classOf, kind);
    const { group, caps } = this.#sorting.classes[own] as Sorting["classes"][number];
    this.#count(own, 1);
    for (const cap of caps)
      if (at(this.#inCap, cap) > at(this.#capMost, cap)) this.#dropWorst(this.#sorting.ofCap[cap] ?? [], dropped);
    if (this.#refuses[group] === true && at(this.#inGroup, group) > at(this.#groupMost, group))
      this.#dropWorst(this.#sorting.ofGroup[group] ?? [], dropped);
    this.#dropBehindTheLastPlace(dropped);
  }

  #dropBehindTheLastPlace(dropped: Stack): void {
    while (this.#onPlaces >= this.#places) {
      const worst = this.#worstOf(this.#sorting.all);
      if (worst === -1 || (this.#onPlaces === this.#places && this.#isOnPlace(worst))) return;
      this.#drop(worst, dropped);
    }
  }
  #dropWorst(classes: readonly number[], dropped: Stack): void {
    const worst = this.#worstOf(classes);
    if (worst !== -1) this.#drop(worst, dropped);
  }
  /** Of those who can be dropped, the class whose worst is the worst; -1: there is nobody. */
  #worstOf(classes: readonly number[]): number {
    let [worst, rank] = [-1, 0];
    for (const one of classes) {
      const top = this.#heaps.top(this.#first + one);
      if (top > rank) [worst, rank] = [one, top];
    }
    return worst;
  }
  #drop(own: number, dropped: Stack): void {
    dropped.push(this.#heaps.pop(this.#first + own));
    this.#count(own, -1);
  }

  /** Whether the worst of a class is on a place, when it is also the worst of its over-quota category. */
  #isOnPlace(own: number): boolean {
    const { group } = this.#sorting.classes[own] as Sorting["classes"][number];
    if (group === -1) return true;
    return this.#refuses[group] !== true && at(this.#inGroup, group) > at(this.#groupMost, group);
  }
  /** One more or one less of a class, in its caps, its over-quota category and on the places. */
  #count(own: number, by: 1 | -1): void {
    const { group, caps } = this.#sorting.classes[own] as Sorting["classes"][number];
    if (by === -1 && this.#isOnPlace(own)) this.#onPlaces--;
    if (group !== -1) add(this.#inGroup, group, by);
    for (const cap of caps) add(this.#inCap, cap, by);
    if (by === 1 && this.#isOnPlace(own)) this.#onPlaces++;
  }
}
