/** Somebody acts: a random act of a random scope, legal or not. Only the legal ones happen. */
import { type ActDetails, type ActKind, AUDIENCES } from "#domain/sitting/act";
import { NATION, type Place, type Scope, scopeKey } from "#domain/sitting/scope";
import { scopeStateOf } from "#domain/sitting/state";
import { anAct } from "#domain/testing/builders";
import { SIM_KEYS } from "#simulator/sealed-section";
import type { World } from "#simulator/world";

/** Four rooms in two centres. */
export function placeOf(candidateId: number): Place {
  const roomId = 1 + (candidateId % 4);
  return { centreId: 1 + (roomId % 2), roomId, candidateId };
}

const KINDS = [
  ...Array<ActKind>(4).fill("instruction"),
  ...Array<ActKind>(2).fill("pause"),
  ...Array<ActKind>(2).fill("resume"),
  ...Array<ActKind>(2).fill("credit"),
  "undo",
  "extra_time",
  "attendance",
  "incident",
] as const;

/** True when the act happened. */
export function someoneActs(world: World, kind: ActKind = world.random.pick(KINDS), scope = someScope(world)): boolean {
  const { clock, journal, random } = world;
  const count = journal.state.instructionCount;
  const last = scopeStateOf(journal.state, scopeKey(scope)).last;
  const details: Partial<Record<ActKind, ActDetails>> = {
    instruction: {
      text: `instruction ${journal.acts.length}`,
      audience: random.pick(AUDIENCES),
      numbered: random.chance(0.7),
      corrects: count > 0 && random.chance(0.3) ? 1 + random.below(count) : null,
    },
    start: { keys: SIM_KEYS },
    credit: { creditMs: 1 + random.below(600_000) },
    extra_time: { numerator: 4, denominator: 3 },
    undo: { actId: last?.actId ?? "none", undoes: "credit" },
  };
  const id = `act-${journal.acts.length + 1}`;
  const effectiveAtMs = clock.nowMs() + (random.chance(0.3) ? random.below(5_000) : 0);
  const over = { id, scope, effectiveAtMs, instructionCount: count, ...details[kind] };
  const happened = journal.append(anAct(kind, clock.nowMs(), over));
  if (happened) world.note(`${id}: ${kind} of ${scopeKey(scope)}`);
  return happened;
}

function someScope({ random, tablets }: World): Scope {
  return random.pick<Scope>([
    NATION,
    { kind: "centre", id: 1 + random.below(2) },
    { kind: "room", id: 1 + random.below(4) },
    { kind: "candidate", id: 1 + random.below(tablets.size) },
  ]);
}
