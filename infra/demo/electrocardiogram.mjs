/** A strip of an electrocardiogram: sinus rhythm with one premature ventricular beat, on millimetre paper. */

const WIDTH = 1200;
const HEIGHT = 360;
const BASE = 200;
/** Pixels per millimetre: 25 mm/s, 10 mm/mV. */
const MM = 6;

/** Beats by the place of their R wave, pixels; the fifth comes early and is followed by a pause. */
const BEATS = [90, 234, 378, 522, 606, 810, 954, 1098];
const EARLY = 4;
/** Where the premature beat is, pixels. */
export const PREMATURE_BEAT = { x: 606, y: 175, r: 62 };

/** @type {(x: number, at: number, width: number) => number} */
const bump = (x, at, width) => Math.exp(-(((x - at) / width) ** 2));

/** Height of the trace, millimetres above the base line. @param {number} x @returns {number} */
function height(x) {
  return BEATS.reduce((sum, at, n) => {
    if (n === EARLY) return sum + 15 * bump(x, at, 15) - 9 * bump(x, at + 34, 19) + 1.2 * bump(x, at - 20, 8);
    const p = 1.5 * bump(x, at - 25, 7);
    const qrs = -1.2 * bump(x, at - 6, 2.4) + 12 * bump(x, at, 3.2) - 2.6 * bump(x, at + 6.5, 2.8);
    return sum + p + qrs + 2.8 * bump(x, at + 44, 12);
  }, 0);
}

/** @returns {import("./png.mjs").Picture} */
export function electrocardiogram() {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      /** @type {(step: number) => boolean} */
      const ruled = (step) => x % step === 0 || y % step === 0;
      pixels.set(ruled(5 * MM) ? [236, 160, 160] : ruled(MM) ? [250, 222, 222] : [255, 250, 248], (y * WIDTH + x) * 3);
    }
  for (let x = 0; x < WIDTH; x += 0.02) drawDot(pixels, x, BASE - MM * height(x));
  return { width: WIDTH, height: HEIGHT, samples: 3, pixels };
}

/** A dot of the pen, soft at its edge. @param {Uint8Array} pixels @param {number} cx @param {number} cy */
function drawDot(pixels, cx, cy) {
  for (let y = Math.floor(cy - 2); y <= cy + 2; y++)
    for (let x = Math.floor(cx - 2); x <= cx + 2; x++) {
      if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT) continue;
      const ink = Math.max(0, Math.min(1, 1.7 - Math.hypot(x - cx, y - cy)));
      const at = (y * WIDTH + x) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] = Math.min(pixels[at + c], Math.round(250 - ink * 225));
    }
}
