/** The two drawings of the practice paper: invented, and without words, so that they serve every language. */

export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const SQUARE = 20;
const TRACE = { width: 960, height: 320 };
/** Four beats of 1.5 s, on a paper where a second is eight squares. */
const BEATS = [60, 300, 540, 780];
const beat = (x: number): string =>
  `H${x + 20} q14 -26 28 0 h18 l6 14 l10 -128 l12 150 l8 -36 h26 q22 -46 46 0 H${x + 240}`;
const lines = (length: number, line: (at: number) => string): string =>
  Array.from({ length: length / SQUARE + 1 }, (_, n) => line(n * SQUARE)).join("");

/** Six seconds of a slow, regular rhythm. */
export const TRACE_DRAWING: Drawing = {
  ...TRACE,
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${TRACE.width}" height="${TRACE.height}" viewBox="0 0 ${TRACE.width} ${TRACE.height}"><rect width="100%" height="100%" fill="#fffaf7"/><path d="${lines(TRACE.width, (x) => `M${x} 0V${TRACE.height}`)}${lines(TRACE.height, (y) => `M0 ${y}H${TRACE.width}`)}" stroke="#eec9bd" fill="none"/><path d="M0 200 ${BEATS.map(beat).join(" ")}" stroke="#1a1c20" stroke-width="3" fill="none" stroke-linejoin="round"/></svg>`,
};

const WALLS =
  "M40 40H860V600H40Z M40 260H180 M240 260H460 M520 260H720 M780 260H860 M310 40V260 M600 40V260 M40 360H240 M320 360H600 M680 360H860 M560 360V600";
const CHAIRS = [100, 160, 220, 280, 340, 400]
  .map(
    (x) =>
      `<rect x="${x}" y="540" width="36" height="36" rx="6"/><rect x="${x}" y="400" width="36" height="36" rx="6"/>`,
  )
  .join("");

/** A health centre from above; the cabinet with the heart hangs in the corridor. */
export const PLAN_DRAWING: Drawing = {
  width: 900,
  height: 640,
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="640" viewBox="0 0 900 640"><rect width="900" height="640" fill="#f7f6f2"/><g fill="#e3e1d9" stroke="#777b83" stroke-width="2">${CHAIRS}<rect x="90" y="80" width="150" height="70" rx="8"/><rect x="370" y="80" width="150" height="70" rx="8"/><rect x="660" y="80" width="150" height="70" rx="8"/><path d="M640 420h160v40h-120v90h-40z"/></g><path d="${WALLS}" fill="none" stroke="#2b2f36" stroke-width="8"/><g transform="translate(700 288)"><rect width="48" height="48" rx="6" fill="#17522f"/><path d="M24 38 10 24a8.5 8.5 0 0 1 14-10 8.5 8.5 0 0 1 14 10z" fill="#fff"/></g><g transform="translate(110 288)"><rect width="40" height="44" rx="20" fill="#861b16"/><rect x="14" y="-8" width="12" height="14" fill="#861b16"/></g></svg>`,
};
