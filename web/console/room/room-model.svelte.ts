/** Some rooms of one centre as a screen shows them: who is there, in which order, who is chosen. Runes over pure modules. */
import type { RoomSummary } from "#contracts/console/live";
import { recordOf } from "#domain/sitting/record";
import { bySeat, countStates, isUrgent, steadyOrder } from "../live/attention.ts";
import { candidateViews } from "../live/candidate-view.ts";
import { notesOf } from "../live/notes.ts";
import { clockOfPlace, commonEnd, pauseInForce, placeOfRoom } from "../live/place-clock.ts";
import type { ConsoleModel } from "../console-model.svelte.ts";
import { chosenAll, chosenWith, type Filter, fits, linesById, roomLines } from "./room-lines.ts";

export class RoomModel {
  filter = $state.raw<Filter>("all");
  openId = $state.raw<number | null>(null);
  chosen = $state.raw(chosenAll([]));
  /** The list is being touched or read: nothing moves. */
  held = $state.raw(false);

  readonly record = $derived.by(() => recordOf(this.console.view?.acts ?? []));
  private readonly notes = $derived(notesOf(this.record));
  readonly rooms = $derived.by(() => {
    const wanted = this.roomIds();
    return this.centre?.rooms.filter(({ id }) => wanted.includes(id)) ?? [];
  });
  readonly room = $derived.by((): RoomSummary | null => (this.rooms.length === 1 ? (this.rooms[0] ?? null) : null));
  /** With what each needs, most urgent first. */
  readonly lines = $derived.by(() => {
    const { view, sitting, nowMs } = this.console;
    if (!view || !sitting) return [];
    return roomLines(
      candidateViews(view, sitting, this.notes, nowMs),
      this.roomIds(),
      sitting.rules.latestAdmissionMs,
      nowMs,
    );
  });
  readonly candidates = $derived(this.lines.map(({ candidate }) => candidate));
  readonly byId = $derived(linesById(this.lines));
  readonly counts = $derived(countStates(this.candidates));
  readonly needing = $derived(this.lines.filter(({ attention }) => attention !== null).length);
  /** Whether somebody needs somebody at once. */
  readonly urgent = $derived(this.lines.some(({ attention }) => attention !== null && isUrgent(attention)));
  private lastShown: readonly number[] = [];
  readonly shown = $derived.by(() => {
    const wanted = this.lines.filter((line) => fits(line, this.filter)).map(({ candidate }) => candidate.id);
    this.lastShown = steadyOrder(this.lastShown, wanted, this.held);
    return this.lastShown;
  });
  readonly seated = $derived([...this.candidates].sort(bySeat));
  readonly open = $derived(this.openId === null ? null : (this.byId.get(this.openId) ?? null));
  readonly end = $derived(commonEnd(this.candidates));
  readonly place = $derived.by(() => placeOfRoom(this.centreId(), this.room?.id ?? 0));
  readonly clock = $derived.by(() => {
    const { view, sitting, nowMs } = this.console;
    return view && sitting ? clockOfPlace(view, sitting, this.place, nowMs) : null;
  });
  readonly pause = $derived.by(() => {
    const { view, nowMs } = this.console;
    return view ? pauseInForce(view, this.place, nowMs) : null;
  });

  constructor(
    readonly console: ConsoleModel,
    readonly centreId: () => number,
    readonly roomIds: () => readonly number[],
  ) {}

  get centre() {
    return this.console.view?.centres.find(({ id }) => id === this.centreId()) ?? null;
  }
  choose(id: number, on: boolean): void {
    this.chosen = chosenWith(this.chosen, id, on);
  }
  chooseAll(on: boolean): void {
    this.chosen = chosenAll(on ? this.shown : []);
  }
}
