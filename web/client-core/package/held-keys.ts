/** The keys of a sealed paper that have come to a device: of what was opened, so that a reload shows it again. Pure. */
import { z } from "zod";
import { PaperRef, SealKey, SealToken, Sha256 } from "#contracts/frames/fields";

/** What opens the step at a path; `token`: what its lock must show, null where a code opened the section. */
export const StepKey = z.object({ sectionId: PaperRef, path: Sha256, key: SealKey, token: SealToken.nullable() });
export type StepKey = z.infer<typeof StepKey>;

export const HeldKeys = z.object({
  start: SealKey.nullable(),
  /** When a code opened it, by estimated server time, ms: the clock runs from there until a start is heard. */
  codeAtMs: z.number().nullable(),
  /** Section keys that codes opened. */
  sections: z.record(z.string(), SealKey),
  steps: z.array(StepKey),
});
export type HeldKeys = z.infer<typeof HeldKeys>;

export const NO_KEYS: HeldKeys = { start: null, codeAtMs: null, sections: {}, steps: [] };

/** The same object when nothing is new. */
export const withStart = (keys: HeldKeys, start: string): HeldKeys =>
  keys.start === start ? keys : { ...keys, start };

/** The same object when nothing is new. A token is worth more than none. */
export function withStep(keys: HeldKeys, step: StepKey): HeldKeys {
  const at = (one: StepKey) => one.sectionId === step.sectionId && one.path === step.path;
  const known = keys.steps.find(at);
  if (known && (known.token !== null || step.token === null)) return keys;
  return { ...keys, steps: [...keys.steps.filter((one) => !at(one)), step] };
}
