/** One simulated day: candidates work while everything fails that may, then peace, then the invariants are checked. */
import type { Outbox } from "#client-core/outbox";
import { NATION } from "#domain/sitting/scope";
import { someoneActs } from "#simulator/acts";
import { checkInvariants } from "#simulator/invariants";
import type { Tablet } from "#simulator/tablet";
import { World } from "#simulator/world";

export interface DayResult {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly events: readonly string[];
  readonly entries: number;
  readonly faults: number;
  /** Keys of steps that were given. */
  readonly keys: number;
}

const ITEMS = ["q1", "q2", "q3", "q4", "q5", "q6"];

/** Plays the day of a seed. The same seed gives the same events in the same order. */
export async function playDay(seed: number, steps = 250): Promise<DayResult> {
  const world = new World(seed, { tablets: 6, ingests: 2, drains: 2 });
  let faults = 0;
  for (const kind of ["check_in", "start"] as const) someoneActs(world, kind, NATION);
  for (let step = 0; step < steps; step++) {
    await work(world);
    if (world.random.chance(0.08)) someoneActs(world);
    if (world.random.chance(0.25) && (await fault(world))) faults += 1;
    await world.step(world.random.below(120), 0.6);
  }
  const settled = await quiesce(world);
  const violations = [...world.violations, ...(await checkInvariants(world))];
  if (!settled) violations.push("[I7] not everything was drained after the faults had stopped");
  const entries = (await world.ledger.log()).length;
  if (world.journal.acts.length < steps / 50) violations.push(`too few acts: ${world.journal.acts.length}`);
  if (entries < steps / 10) violations.push(`work was not done: only ${entries} entries`);
  return { seed, violations, events: world.events, entries, faults, keys: world.keys.steps };
}

/** Someone answers, locks, or signs in. */
async function work(world: World): Promise<void> {
  const { random, clock } = world;
  const [candidateId, devices] = random.pick([...world.tablets]);
  const tablet = random.chance(0.9) ? devices.at(-1) : random.pick(devices.length > 0 ? devices : [undefined]);
  if (!tablet) return void (await duringStep(world, world.signIn(candidateId)));
  const outbox = tablet.running;
  if (!outbox) return;
  if (random.chance(0.15)) return validate(world, tablet, outbox);
  const open = ITEMS.filter((item) => !tablet.locked.has(item));
  if (open.length === 0) return;
  const itemId = random.pick(open);
  if (random.chance(0.05)) {
    tablet.locked.add(itemId);
    outbox.append({ kind: "lock", stepId: itemId, itemIds: [itemId] }, clock.nowMs());
    // A hostile or faulty client goes on writing to what it has locked: the server must not let it count.
    if (random.chance(0.3)) outbox.append({ kind: "answer", itemId, value: { text: "after the lock" } }, clock.nowMs());
  } else {
    const burst = 1 + random.below(5);
    for (let i = 0; i < burst; i++)
      outbox.append({ kind: "answer", itemId, value: { text: `${seedText(world)}` } }, clock.nowMs());
  }
}
/** Validates the open step of the sealed section, or notes how long its key has been waited for. */
function validate({ random, clock }: World, { section }: Tablet, outbox: Outbox): void {
  const lock = section.nextLock(outbox.frames());
  if (random.chance(0.1)) outbox.append(section.lockAhead(outbox.frames()), clock.nowMs());
  else if (lock === "waiting") outbox.append({ kind: "waited", stepId: "dp1", waitedMs: 10_000 }, clock.nowMs());
  else if (lock !== "done") outbox.append(lock, clock.nowMs());
}
const seedText = (world: World) => `é${world.random.below(1_000_000)}`;

/** Waits for something that needs virtual time to pass, letting it pass. */
async function duringStep<T>(world: World, work: Promise<T>): Promise<T> {
  let done = false;
  const finished = work.finally(() => (done = true));
  while (!done) await world.step(5, 0.6);
  return finished;
}

/** One fault of a real day; false when it does not apply at the moment. */
async function fault(world: World): Promise<boolean> {
  const { random, clock, network, answers } = world;
  const tablets = [...world.tablets.values()].flat();
  const tablet = tablets.length > 0 ? random.pick(tablets) : null;
  const kinds: Record<string, () => boolean | Promise<boolean>> = {
    "socket cut": () => tablet !== null && (network.cut(tablet.options.id), true),
    "room offline": () => {
      if (!tablet) return false;
      network.setOffline(tablet.options.id, true);
      clock.after(random.below(20_000), () => network.setOffline(tablet.options.id, false));
      return true;
    },
    "tab crash": () => {
      if (!tablet?.running) return false;
      tablet.crash();
      clock.after(random.below(3_000), () => void (tablet.running ?? tablet.boot()));
      return true;
    },
    "ingest crash": () => {
      const node = random.pick(world.ingests);
      if (!node.app) return false;
      world.crashIngest(node);
      clock.after(random.below(4_000), () => world.startIngest(node));
      return true;
    },
    "drain crash": () => {
      const process = world.drains[0];
      if (!process) return false;
      world.crashDrain(process);
      clock.after(random.below(4_000), () => world.startDrain());
      return true;
    },
    "Redis away": () => {
      if (!answers.up) return false;
      answers.up = false;
      clock.after(random.below(4_000), () => (answers.up = true));
      return true;
    },
    "Redis loses replies": () => {
      answers.replyLoss = 0.3;
      clock.after(random.below(3_000), () => (answers.replyLoss = 0));
      return true;
    },
    "Redis emptied": () => {
      if (!random.chance(0.3)) return false;
      world.emptyAnswers();
      return true;
    },
    "PostgreSQL away": () => {
      world.ledger.down = true;
      clock.after(random.below(6_000), () => (world.ledger.down = false));
      return true;
    },
    "PostgreSQL loses answers": () => {
      world.ledgerLoss = 0.3;
      clock.after(random.below(3_000), () => (world.ledgerLoss = 0));
      return true;
    },
    "spare tablet": async () => {
      const [candidateId, devices] = random.pick([...world.tablets]);
      if (devices.length === 0 || devices.length > 3 || !random.chance(0.4)) return false;
      // A sign-in whose reply got lost has fenced the old tablet all the same: the candidate tries until it works.
      while (!(await duringStep(world, world.signIn(candidateId)))) await world.step(500, 0.6);
      return true;
    },
  };
  const name = random.pick(Object.keys(kinds));
  const happened = (await kinds[name]?.()) ?? false;
  if (happened) world.note(`fault: ${name}`);
  return happened;
}

/** Faults stop; everything must come to rest with every entry secured. */
async function quiesce(world: World): Promise<boolean> {
  const { answers, network, ledger } = world;
  answers.up = true;
  answers.replyLoss = 0;
  ledger.down = false;
  world.ledgerLoss = 0;
  for (const node of world.ingests) if (!node.app) world.startIngest(node);
  if (world.drains.length === 0) world.startDrain();
  await world.step(30_000, 1); // delayed healings (rooms back, nodes up) come first
  for (const tablet of [...world.tablets.values()].flat()) {
    network.setOffline(tablet.options.id, false);
    if (!tablet.running) await tablet.boot();
  }
  for (let round = 0; round < 400; round++) {
    await world.step(250, 1);
    const outboxes = [...world.tablets.values()].flat().flatMap((t) => (t.running ? [t.running] : []));
    if (outboxes.every((outbox) => outbox.d2 === outbox.headSeq)) return true;
  }
  return false;
}
