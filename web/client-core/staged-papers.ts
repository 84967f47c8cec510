/**
 * The papers of a sitting on one device: the main one, and the backup paper that waits beside it, so that giving it later
 * downloads nothing. The one that is taken is fetched first.
 */
import type { SignInResponse } from "#contracts/http/sign-in";
import type { WhichPaper } from "#client-core/exam-clock";
import { PaperLoader, type PaperLoaderOptions, type PaperState } from "#client-core/paper-loader";
import type { VerifiedPapers } from "#client-core/tablet-status";

export interface StagedPapersOptions extends Omit<PaperLoaderOptions, "ticket" | "source" | "changed"> {
  readonly signedIn: Pick<SignInResponse, "ticket" | "paper" | "backup">;
  /** The paper that is taken when this begins. */
  readonly first: WhichPaper;
  readonly changed: () => void;
}
const LOADING: PaperState = { kind: "loading" };

export class StagedPapers {
  private readonly loaders: Readonly<Record<WhichPaper, PaperLoader | null>>;
  private readonly states: Record<WhichPaper, PaperState> = { main: LOADING, backup: LOADING };
  private readonly started = new Set<WhichPaper>();

  constructor(private readonly options: StagedPapersOptions) {
    const { paper, backup, ticket } = options.signedIn;
    const loader = (which: WhichPaper, source: { url: string; sha256: string } | null) =>
      source && new PaperLoader({ ...options, ticket, source, changed: (state) => this.loaded(which, state) });
    this.loaders = { main: loader("main", paper), backup: loader("backup", backup) };
  }

  start(): void {
    this.startOne(this.options.first);
  }

  stateOf(which: WhichPaper): PaperState {
    return this.states[which];
  }

  /** What this device has in full. */
  get verified(): VerifiedPapers {
    const { backup, paper } = this.options.signedIn;
    return {
      main: isWhole(this.states.main) ? paper.sha256 : null,
      backup: backup && isWhole(this.states.backup) ? backup.sha256 : null,
    };
  }

  /** A start was heard: what is sealed is asked for at once. */
  opened(): void {
    for (const which of this.started) this.loaders[which]?.opened();
  }

  /** This paper is needed now, whatever the other one is waiting for. */
  need(which: WhichPaper): void {
    this.startOne(which);
  }

  stop(): void {
    for (const loader of Object.values(this.loaders)) loader?.stop();
  }

  private startOne(which: WhichPaper): void {
    if (this.started.has(which)) return;
    this.started.add(which);
    this.loaders[which]?.start();
  }

  private loaded(which: WhichPaper, state: PaperState): void {
    this.states[which] = state;
    if (isWhole(state)) this.startOne(which === "main" ? "backup" : "main");
    this.options.changed();
  }
}

const isWhole = (state: PaperState): boolean => state.kind === "ready" && state.missing === 0;
