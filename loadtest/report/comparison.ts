/** Two rehearsals beside each other. Pure. */
import { FIGURES, type FigureName, type Figures } from "#loadtest/report/figures";

export interface Compared {
  readonly figure: FigureName;
  readonly then: number | null;
  readonly now: number | null;
  /** (now − then) / then; null where one of them has nothing. */
  readonly change: number | null;
}

/** Results that were read back from JSON have null where there was nothing to measure. */
export function comparison(result: { readonly figures: Figures }, earlier: { readonly figures: Figures }): Compared[] {
  const known = (value: number | null | undefined) =>
    typeof value === "number" && Number.isFinite(value) ? value : null;
  return (Object.keys(FIGURES) as FigureName[]).map((figure) => {
    const [then, now] = [known(earlier.figures[figure]), known(result.figures[figure])];
    const change = then === null || now === null || then === 0 ? null : (now - then) / then;
    return { figure, then, now, change };
  });
}
