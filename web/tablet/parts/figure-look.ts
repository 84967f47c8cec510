/** How an image is looked at: brightness, contrast, inverted. Pure. */
export interface Look {
  /** Percent; 100 = as it was made. */
  readonly brightness: number;
  readonly contrast: number;
  readonly inverted: boolean;
}
export const PLAIN: Look = { brightness: 100, contrast: 100, inverted: false };
/** Percent. */
export const LOOK = { step: 25, min: 50, max: 250 } as const;
export type Amount = "brightness" | "contrast";

/** One step up or down, within what can still be seen. */
export function stepped(look: Look, amount: Amount, direction: 1 | -1): Look {
  const next = look[amount] + direction * LOOK.step;
  return { ...look, [amount]: Math.min(LOOK.max, Math.max(LOOK.min, next)) };
}
export const inverted = (look: Look): Look => ({ ...look, inverted: !look.inverted });
export const isPlain = ({ brightness, contrast, inverted: turned }: Look): boolean =>
  brightness === PLAIN.brightness && contrast === PLAIN.contrast && !turned;

/** The CSS filter of a look; none for an image as it was made, which then costs nothing to draw. */
export function filterOf(look: Look): string {
  if (isPlain(look)) return "";
  // Inverted first: "brighter" means brighter as it is seen.
  const turned = look.inverted ? "invert(1) " : "";
  return `${turned}brightness(${look.brightness / 100}) contrast(${look.contrast / 100})`;
}
