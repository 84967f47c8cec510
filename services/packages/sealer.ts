/** Seals by itself what sittings to come lack, one paper at a time. */
import { type Act } from "#domain/sitting/act";
import { foldJournal } from "#domain/sitting/clock";
import type { UnsealedPaper } from "#postgres/exam/sealing";

export interface SealerParts {
  /** Soonest first. Rejects with StoreTrouble. */
  readonly unsealed: () => Promise<readonly UnsealedPaper[]>;
  readonly actsOf: (sittingId: number) => Promise<readonly Act[]>;
  /** False: somebody else did it. */
  readonly seal: (paper: UnsealedPaper) => Promise<boolean>;
  /** After each look, and after each paper: what is stored goes to where tablets fetch it. */
  readonly publish: () => Promise<void>;
  readonly onSealed: (paper: UnsealedPaper) => void;
  readonly onTrouble: (error: unknown, paper: UnsealedPaper | null) => void;
}

export interface Sealer {
  /** Seals all there is. Never rejects: trouble is told and tried again at the next pass. */
  pass(): Promise<void>;
  /** One line for the heartbeat; "!…" until the first pass is over, and while a paper cannot be sealed. */
  summary(): string;
}

/** Nothing that was opened, or that tablets of people who sign in already hold, is made again. */
export function maySeal(acts: readonly Act[], { replaces }: Pick<UnsealedPaper, "replaces">): boolean {
  if (acts.some(({ kind }) => kind === "start" || kind === "backup")) return false;
  const { phase } = foldJournal(acts);
  return phase === "planned" || (replaces === null && (phase === "check_in" || phase === "ready"));
}

export function createSealer(parts: SealerParts): Sealer {
  let summary = "!has not looked yet";
  let hasLooked = false;
  const nameOf = ({ sittingId, which }: UnsealedPaper) => `sitting ${sittingId} (${which})`;

  async function sealAll(): Promise<string> {
    const failed: string[] = [];
    for (const paper of await parts.unsealed()) {
      if (!maySeal(await parts.actsOf(paper.sittingId), paper)) continue;
      summary = `${hasLooked ? "" : "!"}sealing ${nameOf(paper)}`;
      try {
        if (await parts.seal(paper)) parts.onSealed(paper);
      } catch (error) {
        // One paper that cannot be sealed keeps no other from it.
        parts.onTrouble(error, paper);
        failed.push(nameOf(paper));
      }
    }
    await parts.publish();
    hasLooked = true;
    return failed.length > 0 ? `!cannot seal ${failed.join(", ")}` : "everything to come is sealed";
  }
  return {
    async pass() {
      try {
        summary = await sealAll();
      } catch (error) {
        parts.onTrouble(error, null);
        summary = "!cannot look for what to seal";
      }
    },
    summary: () => summary,
  };
}
