/** A sitting's journal in memory, and the copies that ingest nodes keep of it: each hears of an act when it does. */
import type { JournalFeed } from "#domain/ports/journal";
import type { Act } from "#domain/sitting/act";
import { applyAct, PLANNED, refusalOf, type SittingState } from "#domain/sitting/clock";

type Listener = (sittingId: number, act: Act) => void;

/** One node's copy: complete when it starts, then behind by as much as the simulation likes. */
class Follower implements JournalFeed {
  private readonly listeners: Listener[] = [];
  private known: number;
  constructor(
    private readonly sittingId: number,
    private readonly journal: { readonly acts: readonly Act[] },
  ) {
    this.known = journal.acts.length;
  }
  acts(): readonly Act[] {
    return this.journal.acts.slice(0, this.known);
  }
  onAct(listener: Listener): void {
    this.listeners.push(listener);
  }
  /** Hears everything that it has not heard yet, in order. */
  follow(): void {
    while (this.known < this.journal.acts.length) {
      const act = this.journal.acts[this.known++] as Act;
      for (const listener of this.listeners) listener(this.sittingId, act);
    }
  }
}

export class MemoryJournal {
  readonly acts: Act[] = [];
  state: SittingState = PLANNED;
  private readonly followers = new Map<string, Follower>();

  constructor(
    private readonly sittingId: number,
    /** Runs something a little later. */
    private readonly later: (run: () => void) => void,
  ) {}

  /** Appends an act if it is legal; appended = happened, whoever knows of it. */
  append(act: Act): boolean {
    if (refusalOf(this.state, act) !== null) return false;
    this.state = applyAct(this.state, act);
    this.acts.push(act);
    for (const follower of this.followers.values()) this.later(() => follower.follow());
    return true;
  }

  /** The copy of a node that starts now; one that it had before is forgotten. */
  followedBy(nodeId: string): JournalFeed {
    const follower = new Follower(this.sittingId, this);
    this.followers.set(nodeId, follower);
    return follower;
  }
  forget(nodeId: string): void {
    this.followers.delete(nodeId);
  }
}
