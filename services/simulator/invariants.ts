/** The invariants of the answer path, checked on a world at rest. Numbered as in docs/ARCHITECTURE.md. */
import type { EntryFrame } from "#domain/answer/entry";
import { placeOf } from "#simulator/acts";
import { checkApplied, checkClock } from "#simulator/applied-acts";
import type { CurrentAnswer } from "#domain/ports/answer-ledger";
import type { Tablet } from "#simulator/tablet";
import type { World } from "#simulator/world";

/** Every violation found, in words. */
export async function checkInvariants(world: World): Promise<string[]> {
  const log = await world.ledger.log();
  const current = await world.ledger.current();
  const logged = new Map(log.map((l) => [`${l.candidateId}:${l.epoch}:${l.seq}`, l.frameText]));
  const made = new Map<string, string>();
  const violations: string[] = [];

  for (const tablet of [...world.tablets.values()].flat()) {
    const held = await tablet.entries();
    const { candidateId } = tablet.options.ref;
    held.forEach((entry, index) => {
      made.set(`${candidateId}:${entry.epoch}:${entry.seq}`, entry.text);
      if (entry.seq !== index + 1) violations.push(`[I5] tablet ${tablet.options.id} has lost entry ${index + 1}`);
    });
    const acknowledged = world.acknowledged.get(tablet.options.id) ?? 0;
    for (let seq = 1; seq <= acknowledged; seq++)
      if (!logged.has(`${tablet.options.id}:${seq}`))
        violations.push(`[I1] ${tablet.options.id}:${seq} was acknowledged, is not in the log`);
    for (const { epoch, seq } of held)
      if (!logged.has(`${candidateId}:${epoch}:${seq}`))
        violations.push(`[I7] ${candidateId}:${epoch}:${seq} was never drained`);
  }
  for (const [key, text] of logged)
    if (made.get(key) !== text) violations.push(`[I2] the log holds ${key} as no tablet made it`);
  for (const reason of await world.ledger.quarantined()) violations.push(`[I2] quarantined: ${reason}`);
  if (!world.everEmptied) violations.push(...checkFences(world, current));
  for (const [candidateId, tablets] of world.tablets) {
    violations.push(...(await checkActs(world, candidateId, tablets)));
    violations.push(
      ...(await checkAnswers(
        candidateId,
        tablets,
        current.filter((c) => c.candidateId === candidateId),
      )),
    );
  }
  return violations;
}

/** I10 of one candidate: the device in use has applied everything, one that was replaced a beginning of it. */
async function checkActs(world: World, candidateId: number, tablets: readonly Tablet[]): Promise<string[]> {
  const place = placeOf(candidateId);
  const found = await Promise.all(
    tablets.map(async (tablet) => {
      const frames = (await tablet.entries()).map((entry) => JSON.parse(entry.text) as EntryFrame);
      const inUse = tablet === tablets.at(-1);
      const clock = inUse ? checkClock(world.journal, place, tablet.held.state) : [];
      return [...checkApplied(world.journal, place, frames, inUse), ...clock];
    }),
  );
  return found.flat();
}

/** [I8] No answer in force was stored after the marker of a newer device; only while no marker can have been lost. */
function checkFences(world: World, current: readonly CurrentAnswer[]): string[] {
  const { firstStored } = world.memoryServer;
  return current.flatMap(({ sittingId, candidateId, itemId, epoch, seq }) => {
    const stored = firstStored.get(`${sittingId}:${candidateId}:${epoch}:${seq}`) ?? 0;
    const epochs = (world.tablets.get(candidateId) ?? []).map((t) => t.options.epoch).filter((e) => e > epoch);
    const fenced = epochs.some((e) => (firstStored.get(`${sittingId}:${candidateId}:${e}`) ?? Infinity) < stored);
    return fenced ? [`[I8] candidate ${candidateId} ${itemId}: an answer of a replaced device is in force`] : [];
  });
}

/** I3, I8 and I9 of one candidate, derived from what the devices hold and not from the fold under test. */
async function checkAnswers(
  candidateId: number,
  tablets: readonly Tablet[],
  current: readonly CurrentAnswer[],
): Promise<string[]> {
  const violations: string[] = [];
  const inForce = new Map(current.map((c) => [c.itemId, c]));
  const newest = tablets.at(-1);
  if (!newest) return current.length > 0 ? [`[I2] candidate ${candidateId} has answers without a device`] : [];

  // What an older device locked stays locked for the newer one, if the lock counted: those items are I9's matter.
  const lockedBefore = new Set(
    current.filter((c) => c.locked && c.epoch !== newest.options.epoch).map((c) => c.itemId),
  );
  const expected = new Map<string, { seq: number; text: string }>();
  const locked = new Set<string>();
  for (const entry of await newest.entries()) {
    const frame = JSON.parse(entry.text) as EntryFrame;
    if (frame.kind === "lock") for (const itemId of frame.itemIds) locked.add(itemId);
    if (frame.kind === "answer" && !locked.has(frame.itemId))
      expected.set(frame.itemId, { seq: frame.seq, text: JSON.stringify(frame.value) });
  }
  for (const [itemId, last] of expected) {
    if (lockedBefore.has(itemId)) continue;
    const found = inForce.get(itemId);
    const right =
      found?.epoch === newest.options.epoch && found.seq === last.seq && JSON.stringify(found.value) === last.text;
    if (!right)
      violations.push(
        `[I3/I8] candidate ${candidateId} ${itemId}: in force ${found?.epoch}:${found?.seq}, expected ${newest.options.epoch}:${last.seq}`,
      );
  }
  for (const { itemId, value, epoch } of current) {
    if (epoch > newest.options.epoch)
      violations.push(`[I8] candidate ${candidateId} ${itemId}: unknown epoch ${epoch}`);
    if (JSON.stringify(value) === '{"text":"after the lock"}')
      violations.push(`[I9] candidate ${candidateId} ${itemId} was changed after its lock`);
  }
  for (const itemId of locked)
    if (!inForce.get(itemId)?.locked) violations.push(`[I9] candidate ${candidateId} ${itemId} is not locked`);
  return violations;
}
