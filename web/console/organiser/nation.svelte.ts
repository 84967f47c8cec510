/** The nation as the organiser's screens see it: tiles, names of places, words. A thin layer over the console's model. */
import type { RosterRow } from "#contracts/console/live";
import { type CandidateClock, clockAt, endOf, NO_EXTRA_TIME, PLANNED } from "#domain/sitting/clock";
import type { Scope } from "#domain/sitting/scope";
import type { ConsoleModel } from "../console-model.svelte.ts";
import { durationAt } from "../live/candidate-view.ts";
import { ORGANISER_TEXTS } from "../texts/organiser.ts";
import { centreFinder, incidentsByCentre } from "./acts-view.ts";
import { tilesOf, worstFirst } from "./centre-tile.ts";
import type { View } from "./views.ts";

export class Nation {
  page = $state.raw<View>("centres");
  /** The centre that is open, or null. */
  centreId = $state.raw<number | null>(null);
  /** The room whose candidates are shown, or null. */
  roomId = $state.raw<number | null>(null);

  readonly console: ConsoleModel;
  readonly texts = $derived.by(() => ORGANISER_TEXTS[this.console.language]);
  readonly state = $derived.by(() => this.console.view?.state ?? PLANNED);
  readonly acts = $derived.by(() => this.console.view?.acts ?? []);
  readonly centres = $derived.by(() => this.console.view?.centres ?? []);
  readonly centreOf = $derived.by(() => {
    const roster = this.console.view?.roster;
    return centreFinder(this.centres, (id) => roster?.get(id)?.roomId ?? null);
  });
  /** The nation's own duration, ms: of the paper that it takes. */
  readonly durationMs = $derived.by(() => {
    const { view, sitting } = this.console;
    return view && sitting ? durationAt(view, sitting, null) : 0;
  });
  private readonly incidents = $derived.by(() => incidentsByCentre(this.acts, this.centreOf));
  /** Worst first. */
  readonly tiles = $derived.by(() => {
    const { view, nowMs } = this.console;
    if (!view) return [];
    const { counts, contacts } = view;
    const { state, durationMs, centres, incidents } = this;
    return worstFirst(tilesOf({ state, durationMs, centres, counts, incidents, contacts, nowMs }));
  });
  readonly clock = $derived.by((): CandidateClock =>
    clockAt(this.state, this.durationMs, NO_EXTRA_TIME, null, this.console.nowMs),
  );
  readonly endMs = $derived.by(() => endOf(this.state, this.durationMs, NO_EXTRA_TIME));
  readonly paused = $derived.by(() => this.clock.stage === "paused");

  constructor(console: ConsoleModel) {
    this.console = console;
  }

  show(page: View): void {
    this.page = page;
    this.open(null);
  }
  /** Opens a centre, and perhaps a room of it, whose candidates are then told one by one. */
  open(centreId: number | null, roomId: number | null = null): void {
    this.centreId = centreId;
    this.roomId = roomId;
    if (centreId !== null) this.page = "centres";
    this.console.watchRooms(roomId === null ? [] : [roomId]);
  }

  /** A scope in words. */
  nameOf(scope: Scope): string {
    const { texts } = this;
    if (scope.kind === "nation") return texts.scope.nation;
    const centre = this.centres.find(({ id }) => id === this.centreOf(scope));
    if (scope.kind === "centre") return centre?.name ?? texts.scope.unknown(scope.id);
    if (scope.kind === "candidate") return this.candidateName(scope.id);
    const room = centre?.rooms.find(({ id }) => id === scope.id);
    return room && centre ? texts.scope.room(room.name, centre.name) : texts.scope.unknown(scope.id);
  }
  candidateName(id: number): string {
    const row: RosterRow | undefined = this.console.view?.roster.get(id);
    if (!row) return this.texts.delivery.unknownCandidate(id);
    return [row.anonymityNumber, row.familyName, row.givenName].filter((part) => part !== "").join(" ");
  }
}
