/**
 * One round of admissions, from the market to a result that was audited. A first round is deferred acceptance. A later one
 * is deferred acceptance again (R27), with lists that end at the seats held; only when the audit finds that this demotes
 * somebody or is not stable (R30) is it computed again in the protected mode.
 */
import { audit, type Audited, isClean } from "#domain/admission/audit/audit";
import { deferredAcceptance } from "#domain/admission/engine/deferred-acceptance";
import { type Standing, standingsOf } from "#domain/admission/engine/standings";
import { type Market, type Mode, NONE, type Round, type Seats } from "#domain/admission/market/market";

export interface Allocation {
  readonly seats: Seats;
  readonly mode: Mode;
  /** A result whose audit is not clean must not be released. */
  readonly audit: Audited;
  /** In protected mode what was found of the plain result, which is why it was set aside. */
  readonly setAside: Audited | null;
  readonly standings: readonly Standing[];
}

export function allocate(market: Market, round: Round): Allocation {
  const plain = settled(market, round, "plain");
  if (isClean(plain.audit) || round.previous.every((programme) => programme === NONE)) return plain;
  return { ...settled(market, round, "protected"), setAside: plain.audit };
}

function settled(market: Market, round: Round, mode: Mode): Allocation {
  const seats = deferredAcceptance(market, round, mode);
  return {
    ...{ seats, mode, setAside: null },
    audit: audit(market, round, seats, mode),
    standings: standingsOf(market, seats),
  };
}
