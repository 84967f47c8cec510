/** What is computed of a competition, and in which order one follows another. */
export const CALCULATION_KINDS = ["ranks", "round", "reorientation"] as const;
export type CalculationKind = (typeof CALCULATION_KINDS)[number];

/** `refused`: its inputs do not allow it, and say why. `failed`: a defect of the program. */
export const CALCULATION_STATES = ["asked", "done", "refused", "failed"] as const;
export type CalculationState = (typeof CALCULATION_STATES)[number];
