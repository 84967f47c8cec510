/**
 * A chest radiograph that never was of anybody: drawn from shapes, the same on every machine. Each tissue adds to what the
 * rays meet; the film is bright where much was met. It shows a round opacity in the upper right lung (left on the film).
 */

const WIDTH = 820;
const HEIGHT = 920;
const MIDDLE = 410;

/** Where the opacity is, pixels. */
export const OPACITY = { x: 252, y: 352, r: 30 };

/**
 * 1 inside, 0 outside, soft over `blur` pixels; `inside` is the signed distance to the edge, pixels.
 * @type {(inside: number, blur: number) => number}
 */
const soft = (inside, blur) => 1 / (1 + Math.exp((-4 * inside) / blur));

/**
 * Signed distance to an ellipse's edge, roughly, pixels; positive inside.
 * @type {(x: number, y: number, cx: number, cy: number, rx: number, ry: number, tilt?: number) => number}
 */
const inEllipse = (x, y, cx, cy, rx, ry, tilt = 0) => {
  const [c, s] = [Math.cos(tilt), Math.sin(tilt)];
  const [dx, dy] = [x - cx, y - cy];
  const d = Math.hypot((dx * c + dy * s) / rx, (-dx * s + dy * c) / ry);
  return (1 - d) * Math.min(rx, ry);
};

/**
 * Signed distance to a thick line through points, pixels.
 * @type {(x: number, y: number, points: number[][], thickness: number) => number}
 */
const inStroke = (x, y, points, thickness) => {
  let nearest = Infinity;
  for (let n = 1; n < points.length; n++) {
    const [[ax, ay], [bx, by]] = [points[n - 1], points[n]];
    const [ux, uy] = [bx - ax, by - ay];
    const t = Math.max(0, Math.min(1, ((x - ax) * ux + (y - ay) * uy) / (ux * ux + uy * uy)));
    nearest = Math.min(nearest, Math.hypot(x - ax - t * ux, y - ay - t * uy));
  }
  return thickness / 2 - nearest;
};

/** Repeatable noise from −1 to 1 for a place. @type {(x: number, y: number) => number} */
const noise = (x, y) => {
  let h = (Math.imul(x, 374761393) + Math.imul(y, 668265263)) | 0;
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  return ((h ^ (h >>> 16)) >>> 0) / 2147483648 - 1;
};

/** Smooth noise of a given grain, pixels. @type {(x: number, y: number, grain: number) => number} */
const cloud = (x, y, grain) => {
  const [gx, gy] = [Math.floor(x / grain), Math.floor(y / grain)];
  /** @type {(t: number) => number} */
  const ease = (t) => t * t * (3 - 2 * t);
  const [tx, ty] = [ease(x / grain - gx), ease(y / grain - gy)];
  const top = noise(gx, gy) * (1 - tx) + noise(gx + 1, gy) * tx;
  const bottom = noise(gx, gy + 1) * (1 - tx) + noise(gx + 1, gy + 1) * tx;
  return top * (1 - ty) + bottom * ty;
};

/** @type {(from: number, to: number, at: number) => number} */
const smoothStep = (from, to, at) => {
  const t = Math.max(0, Math.min(1, (at - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Neck, shoulders, chest. @type {(x: number, y: number) => number} */
const body = (x, y) => {
  const halfWidth = 92 + 300 * smoothStep(40, 300, y) ** 0.75 - 0.05 * Math.max(0, y - 330);
  return soft(halfWidth - Math.abs(x - MIDDLE), 22);
};

/** Height of the diaphragm: a dome under each lung, the right one higher. @type {(x: number) => number} */
const diaphragm = (x) => {
  const right = 706 + ((x - 262) / 150) ** 2 * 62;
  const left = 734 + ((x - 572) / 150) ** 2 * 62;
  const share = smoothStep(MIDDLE - 60, MIDDLE + 60, x);
  return right * (1 - share) + left * share - 44 * Math.exp(-(((x - 424) / 46) ** 2));
};

/** @type {(x: number, y: number) => number} */
const lung = (x, y) => {
  const left = x < MIDDLE;
  const down = Math.max(0, Math.min(1, (y - 128) / 560));
  const outer = 96 + 250 * Math.sin(Math.min(1, down * 1.25 + 0.04) * (Math.PI / 2)) ** 0.85;
  const inner = 44 + 26 * down + (left ? 0 : 12);
  const away = Math.abs(x - MIDDLE);
  const apex = 122 + 34 * ((away - 88) / 48) ** 2 * soft(136 - y + 60, 40);
  return soft(Math.min(outer - away, away - inner, (y - apex) * 0.8, diaphragm(x) - y), 15);
};

/** Ribs behind go out and down, ribs in front come back in and down. @type {(x: number, y: number) => number} */
const ribs = (x, y) => {
  const away = Math.abs(x - MIDDLE);
  const t = away / 345;
  if (t > 1.04 || t < 0.1) return 0;
  let met = 0;
  const fade = soft((1.0 - t) * 345, 22);
  for (let n = 0; n < 10; n++) {
    const behind =
      132 + n * 61 - 40 * Math.sin(Math.PI * Math.min(1, t * 1.15)) * (1 - n * 0.05) + (70 + n * 9) * t ** 2.6;
    const d = Math.abs(y - behind);
    const half = 11 - 2 * t;
    met += fade * soft((t - 0.13) * 345, 12) * (0.105 * soft(half - d, 4) + 0.05 * soft(2.2 - Math.abs(d - half), 2.5));
  }
  for (let n = 0; n < 7; n++) {
    const front = 214 + n * 66 + (92 + n * 6) * Math.max(0, 1 - t) ** 1.15 + 18 * t ** 3;
    const d = Math.abs(y - front);
    met += fade * soft((t - 0.4) * 345, 40) * (0.06 * soft(13 - d, 5) + 0.03 * soft(2 - Math.abs(d - 13), 2.5));
  }
  return met;
};

/** How much the vessels add at each pixel: they branch out of each hilum and thin out. */
function vessels() {
  const met = new Float32Array(WIDTH * HEIGHT);
  /** @type {(x: number, y: number, angle: number, length: number, thickness: number, depth: number, seed: number) => void} */
  const branch = (x, y, angle, length, thickness, depth, seed) => {
    if (depth === 0) return;
    const bent = angle + 0.3 * noise(seed, depth);
    const [ex, ey] = [x + Math.cos(bent) * length, y + Math.sin(bent) * length];
    addStroke(met, [x, y], [ex, ey], thickness, 0.035 + 0.016 * depth);
    const near = 0.28 + 0.2 * noise(seed, 31);
    branch(ex, ey, bent - near, length * (0.82 + 0.15 * noise(seed, 5)), thickness * 0.7, depth - 1, seed * 2 + 1);
    branch(
      ex,
      ey,
      bent + 0.6 - near,
      length * (0.78 + 0.2 * noise(seed, 9)),
      thickness * 0.62,
      depth - 1,
      seed * 2 + 2,
    );
  };
  for (let n = 0; n < 7; n++) {
    const spread = -1.2 + n * 0.42;
    branch(346 - 4 * n, 415 + 9 * n, Math.PI - spread, 62, 13, 4, n + 5);
    branch(486 + 3 * n, 402 + 9 * n, spread, 56, 12, 4, n + 60);
  }
  return met;
}

/**
 * Draws a soft stroke into a field, where it adds more than what is there: crossings do not shine.
 * @type {(met: Float32Array, from: number[], to: number[], thickness: number, weight: number) => void}
 */
const addStroke = (met, from, to, thickness, weight) => {
  const reach = thickness + 10;
  const [left, right] = [Math.min(from[0], to[0]) - reach, Math.max(from[0], to[0]) + reach];
  const [top, bottom] = [Math.min(from[1], to[1]) - reach, Math.max(from[1], to[1]) + reach];
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(HEIGHT, bottom); y++)
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(WIDTH, right); x++) {
      const added = weight * soft(inStroke(x, y, [from, to], thickness), 6);
      if (added > met[y * WIDTH + x]) met[y * WIDTH + x] = added;
    }
};

/** @type {(x: number, y: number) => number} */
const bones = (x, y) => {
  const spine = 0.2 * soft(34 - Math.abs(x - MIDDLE), 12) * (1 + 0.16 * Math.cos((y / 44) * 2 * Math.PI));
  /** @type {(side: number) => number} */
  const clavicle = (side) =>
    inStroke(
      x,
      y,
      [
        [MIDDLE + side * 34, 202],
        [MIDDLE + side * 120, 176],
        [MIDDLE + side * 215, 152],
        [MIDDLE + side * 318, 128],
      ],
      21,
    );
  const d = Math.max(clavicle(-1), clavicle(1));
  /** @type {(side: number) => number} */
  const scapula = (side) =>
    inStroke(
      x,
      y,
      [
        [MIDDLE + side * 322, 165],
        [MIDDLE + side * 306, 300],
        [MIDDLE + side * 322, 420],
      ],
      26,
    );
  const s = Math.max(scapula(-1), scapula(1));
  return spine + 0.17 * soft(d, 4) + 0.05 * soft(2.5 - Math.abs(d), 3) + 0.07 * soft(s, 14);
};

/** @type {(x: number, y: number) => number} */
const middle = (x, y) => {
  const heart = Math.max(inEllipse(x, y, 458, 604, 104, 132, -0.5), inEllipse(x, y, 392, 600, 72, 112, 0.12));
  const aorta = inEllipse(x, y, 456, 338, 36, 44);
  const column = Math.min(58 - Math.abs(x - MIDDLE - 4), y - 180);
  const trachea = Math.min(12 - Math.abs(x - MIDDLE + 2), 352 - y);
  const hilum = Math.max(inEllipse(x, y, 344, 436, 26, 56, 0.25), inEllipse(x, y, 488, 420, 24, 50, -0.25));
  const solid = Math.max(0.52 * soft(heart, 12), 0.36 * soft(column, 18), 0.38 * soft(aorta, 9), 0.2 * soft(hilum, 26));
  return solid - 0.2 * soft(trachea, 8);
};

/** @type {(x: number, y: number) => number} */
const belly = (x, y) => {
  const below = y - diaphragm(x);
  const stomachAir = inEllipse(x, y, 566, 806, 60, 30);
  return 0.46 * soft(below, 7) - 0.36 * soft(stomachAir, 14);
};

/** @type {(x: number, y: number) => number} */
const opacity = (x, y) => {
  const angle = Math.atan2(y - OPACITY.y, x - OPACITY.x);
  const r = OPACITY.r + 1.1 * Math.sin(angle * 5 + 0.6) + 0.7 * Math.sin(angle * 9);
  return 0.3 * soft(r - Math.hypot(x - OPACITY.x, y - OPACITY.y), 13);
};

/** "D" for the patient's right side, as technicians put it. @type {(x: number, y: number) => number} */
const marker = (x, y) => {
  const stem = Math.min(4 - Math.abs(x - 62), 22 - Math.abs(y - 90));
  const bow = Math.min(4 - Math.abs(Math.hypot(x - 62, y - 90) - 19), x - 61);
  return Math.max(soft(stem, 2), soft(bow, 2));
};

/**
 * What the rays meet at a pixel, in units of about a hand of soft tissue.
 * @type {(x: number, y: number, vessel: number) => number}
 */
const tissue = (x, y, vessel) => {
  const inside = body(x, y);
  const air = lung(x, y);
  const texture = 0.022 * cloud(x, y, 19) + 0.016 * cloud(x + 500, y, 8);
  const solid = 0.7 + 0.07 * cloud(x, y, 140) + bones(x, y) + ribs(x, y) + middle(x, y) + belly(x, y);
  return inside * solid - 0.54 * air + air * (texture + vessel + opacity(x, y));
};

/** @returns {import("./png.mjs").Picture} */
export function radiograph() {
  const pixels = new Uint8Array(WIDTH * HEIGHT);
  const vessel = vessels();
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const met = Math.max(0, tissue(x, y, vessel[y * WIDTH + x]));
      const grey = 9 + 238 * (1 - Math.exp(-1.0 * met ** 1.3)) + 2 * noise(x, y);
      pixels[y * WIDTH + x] = Math.round(Math.max(0, Math.min(255, Math.max(grey, 235 * marker(x, y)))));
    }
  return { width: WIDTH, height: HEIGHT, samples: 1, pixels };
}
