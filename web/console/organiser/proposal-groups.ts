/** Acts that wait for a second person, put together as they were asked: waves of resumption are confirmed as one. */
import type { Proposal } from "#contracts/console/acts";
import type { Scope } from "#domain/sitting/scope";

export interface ProposalGroup {
  /** The first proposal's act: the group's name while it lasts. */
  readonly id: string;
  readonly proposals: readonly Proposal[];
  /** Who it concerns, by instant; null: at once. */
  readonly instants: readonly { readonly atMs: number | null; readonly scopes: readonly Scope[] }[];
  readonly author: string;
  readonly authorId: number;
  readonly expiresAtMs: number;
}

/** Same author, kind and cause; in the order in which they take effect. */
export function proposalGroups(proposals: readonly Proposal[]): ProposalGroup[] {
  const groups = new Map<string, Proposal[]>();
  for (const proposal of proposals) {
    const { asked, authorId } = proposal;
    const key = JSON.stringify([authorId, asked.kind, asked.cause]);
    groups.set(key, [...(groups.get(key) ?? []), proposal]);
  }
  return [...groups.values()].flatMap((group) => {
    const ordered = [...group].sort((a, b) => (a.asked.effectiveAtMs ?? 0) - (b.asked.effectiveAtMs ?? 0));
    const [first] = ordered;
    if (!first) return [];
    const { author, authorId } = first;
    const expiresAtMs = Math.min(...ordered.map((proposal) => proposal.expiresAtMs));
    const instants = [...new Set(ordered.map(({ asked }) => asked.effectiveAtMs))].map((atMs) => ({
      atMs,
      scopes: ordered.filter(({ asked }) => asked.effectiveAtMs === atMs).map(({ asked }) => asked.scope),
    }));
    return [{ id: first.asked.id, proposals: ordered, instants, author, authorId, expiresAtMs }];
  });
}

/** Announced instants that have passed while the act was waiting: it would take effect at once. */
export const isTooLate = ({ asked }: Proposal, nowMs: number): boolean =>
  asked.effectiveAtMs !== null && asked.effectiveAtMs <= nowMs;
