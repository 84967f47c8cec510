/**
 * The papers of a sitting on one device: the main one, and the backup paper that waits beside it, both sealed. The one
 * that is taken is fetched first; each opens as far as its keys go.
 */
import type { CodesFile } from "#contracts/package/codes";
import type { PackageRef } from "#contracts/package/manifest";
import type { SignInResponse } from "#contracts/http/sign-in";
import type { WhichPaper } from "#domain/seal/labels";
import type { HeldKeys } from "#client-core/package/held-keys";
import {
  type FetchState,
  type FetchTrouble,
  PackageFetcher,
  type PackageFetcherOptions,
} from "#client-core/package/package-fetcher";
import { PackageShelf } from "#client-core/package/package-shelf";
import { type OpenPaper, SealedPaper } from "#client-core/package/sealed-paper";
import type { VerifiedPapers } from "#client-core/tablet-status";

export type PaperState =
  | { readonly kind: "loading"; readonly have: number; readonly of: number | null }
  /** It is here; its key comes at the start. */
  | { readonly kind: "sealed" }
  | { readonly kind: "ready"; readonly paper: OpenPaper }
  | { readonly kind: "trouble"; readonly why: FetchTrouble };

export interface StagedPapersOptions extends Omit<PackageFetcherOptions, "source" | "ref" | "roomId" | "changed"> {
  readonly signedIn: Pick<SignInResponse, "paper" | "backup" | "packages" | "candidate">;
  /** The paper that is taken when this begins. */
  readonly first: WhichPaper;
  /** The keys of a paper that this device holds now. */
  readonly keys: (which: WhichPaper) => HeldKeys;
  readonly changed: () => void;
}

interface Staged {
  readonly ref: Pick<PackageRef, "sha256">;
  readonly fetcher: PackageFetcher;
  sealed: SealedPaper | null;
  state: PaperState;
  /** With which keys it was opened last. */
  openedWith: HeldKeys | null;
  opening: boolean;
}

export class StagedPapers {
  private readonly staged: Readonly<Record<WhichPaper, Staged | null>>;
  private readonly started = new Set<WhichPaper>();
  private readonly shelf: PackageShelf;
  private stopped = false;

  constructor(private readonly options: StagedPapersOptions) {
    const { paper, backup } = options.signedIn;
    this.shelf = new PackageShelf(options.shelf);
    this.staged = { main: this.stage("main", paper), backup: backup && this.stage("backup", backup) };
  }

  start(): void {
    this.startOne(this.options.first);
  }
  stop(): void {
    this.stopped = true;
    for (const one of Object.values(this.staged)) one?.fetcher.stop();
  }
  wake(): void {
    for (const which of this.started) this.staged[which]?.fetcher.wake();
  }

  stateOf(which: WhichPaper): PaperState {
    return this.staged[which]?.state ?? { kind: "trouble", why: "refused" };
  }

  /** What this device has in full. */
  get verified(): VerifiedPapers {
    const { backup, main } = this.staged;
    return { main: main?.sealed ? main.ref.sha256 : null, backup: backup?.sealed ? backup.ref.sha256 : null };
  }

  /** This paper is needed now, whatever the other one is waiting for. */
  need(which: WhichPaper): void {
    this.startOne(which);
  }

  /** Keys may have come. */
  look(): void {
    for (const which of this.started) this.open(which);
  }

  /** The codes of the candidate's room, of the papers that are here. */
  async codes(): Promise<CodesFile[]> {
    const { candidate } = this.options.signedIn;
    const found = await Promise.all(
      Object.values(this.staged).map(async (one) => {
        const kept = one && (await this.shelf.find(one.ref.sha256));
        return kept ? this.shelf.codes(kept.manifest, candidate.roomId) : null;
      }),
    );
    return found.filter((file) => file !== null);
  }

  private stage(which: WhichPaper, ref: Pick<PackageRef, "sha256">): Staged {
    const { candidate, packages } = this.options.signedIn;
    const fetcher = new PackageFetcher({
      ...this.options,
      source: packages,
      ref,
      roomId: candidate.roomId,
      changed: (state) => this.fetched(which, state),
    });
    return {
      ref,
      fetcher,
      sealed: null,
      state: { kind: "loading", have: 0, of: null },
      openedWith: null,
      opening: false,
    };
  }

  private startOne(which: WhichPaper): void {
    if (this.started.has(which)) return;
    this.started.add(which);
    this.staged[which]?.fetcher.start();
  }

  private fetched(which: WhichPaper, state: FetchState): void {
    const one = this.staged[which];
    if (!one) return;
    if (state.kind !== "whole") {
      one.state = state.kind === "fetching" ? { ...state, kind: "loading" } : state;
      return this.options.changed();
    }
    one.sealed ??= new SealedPaper(this.shelf, state.manifest);
    if (one.state.kind !== "ready") one.state = { kind: "sealed" };
    this.startOne(which === "main" ? "backup" : "main");
    this.options.changed();
    this.open(which);
  }

  private open(which: WhichPaper): void {
    const one = this.staged[which];
    const keys = this.options.keys(which);
    if (!one?.sealed || one.opening || keys === one.openedWith || keys.start === null) return;
    one.opening = true;
    one.sealed.open(keys).then(
      (paper) => {
        one.opening = false;
        one.openedWith = keys;
        if (this.stopped) return;
        if (paper) one.state = { kind: "ready", paper };
        this.options.changed();
        this.open(which);
      },
      () => {
        // The device's disk did not answer: the next look tries again.
        one.opening = false;
      },
    );
  }
}
