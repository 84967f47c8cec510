/**
 * Published results in memory: 11,000 students look within the same minute, and none of them costs the database anything.
 * What two have signed is loaded before its time and handed out from that instant on, by this process's clock: never a
 * millisecond earlier, whatever was asked before.
 */
import type { EveryonesResult } from "#domain/student/result";
import { newestInForce, type SignedPublication } from "#postgres/queries/student/publications";

export interface PublicationSource {
  competitions(): Promise<readonly number[]>;
  /** In the order of their times. */
  signed(competitionId: number): Promise<readonly SignedPublication[]>;
  results(publicationId: number): Promise<ReadonlyMap<number, string>>;
  everyone(publicationId: number): Promise<EveryonesResult | null>;
}
interface Loaded {
  /** JSON of OwnResult, by person. */
  readonly results: ReadonlyMap<number, Uint8Array>;
  /** JSON of EveryonesResult. */
  readonly everyone: Uint8Array | null;
}
export interface InForce {
  readonly publication: SignedPublication;
  resultOf(personId: number): Uint8Array | null;
  readonly everyone: Uint8Array | null;
}
export interface PublicationBook {
  /** Loads what was signed since, and forgets what was withdrawn or replaced. Rejects with StoreTrouble; what is known stays. */
  refresh(nowMs: number): Promise<void>;
  /** The newest whose time has come; null: nothing is published. */
  inForce(competitionId: number, nowMs: number): InForce | null;
  /** When the next one comes that these persons are in, ms; null: none was signed. */
  nextAtMs(competitionId: number, personIds: readonly number[], nowMs: number): number | null;
}

const encoder = new TextEncoder();

export function createPublicationBook(source: PublicationSource): PublicationBook {
  let signed: ReadonlyMap<number, readonly SignedPublication[]> = new Map();
  let loaded: ReadonlyMap<number, Loaded> = new Map();
  const newest = (competitionId: number, nowMs: number) => newestInForce(signed.get(competitionId) ?? [], nowMs);

  async function load(publicationId: number): Promise<Loaded> {
    const everyone = await source.everyone(publicationId);
    const results = new Map<number, Uint8Array>();
    for (const [personId, text] of await source.results(publicationId)) results.set(personId, encoder.encode(text));
    return { results, everyone: everyone && encoder.encode(JSON.stringify(everyone)) };
  }

  return {
    refresh: async (nowMs) => {
      const fresh = new Map<number, readonly SignedPublication[]>();
      for (const id of await source.competitions()) fresh.set(id, await source.signed(id));
      const kept = new Map<number, Loaded>();
      for (const publications of fresh.values()) {
        const current = newestInForce(publications, nowMs);
        const coming = publications.filter((one) => !one.withdrawn && one.publishAtMs > nowMs);
        for (const { publicationId } of current ? [current, ...coming] : coming)
          kept.set(publicationId, loaded.get(publicationId) ?? (await load(publicationId)));
      }
      signed = fresh;
      loaded = kept;
    },
    inForce: (competitionId, nowMs) => {
      const publication = newest(competitionId, nowMs);
      const own = publication && loaded.get(publication.publicationId);
      if (!publication || !own) return null;
      return { publication, everyone: own.everyone, resultOf: (personId) => own.results.get(personId) ?? null };
    },
    nextAtMs: (competitionId, personIds, nowMs) => {
      const concerns = ({ publicationId }: SignedPublication) =>
        personIds.some((personId) => loaded.get(publicationId)?.results.has(personId));
      const coming = signed.get(competitionId)?.filter((one) => !one.withdrawn && one.publishAtMs > nowMs);
      return coming?.find(concerns)?.publishAtMs ?? null;
    },
  };
}
