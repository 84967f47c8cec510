/** Bars as SVG, without script or style: they repeat the figures beside them, and a reader of screens passes them over. */
const [WIDTH, HEIGHT] = [240, 14];

/** The pattern of what is above the places, once in the page. */
export const STRIPES =
  '<svg width="0" height="0" aria-hidden="true"><defs><pattern id="stripes" width="6" height="6" patternUnits="userSpaceOnUse" ' +
  'patternTransform="rotate(45)"><line class="stripe" x1="0" y1="0" x2="0" y2="6"/></pattern></defs></svg>';

const drawn = (content: string): string => `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${content}</svg>`;
const px = (value: number): string => String(Math.round(value * 10) / 10);

/** One value, as a part of the greatest. */
export const bar = (value: number, most: number): string =>
  drawn(`<rect x="0" y="1" width="${px(most === 0 ? 0 : (value / most) * (WIDTH - 1))}" height="${HEIGHT - 2}"/>`);

/** Admitted on places, admitted above them, and free places, of all three together. */
export function occupation(onPlaces: number, above: number, free: number): string {
  const scale = (WIDTH - 1) / Math.max(1, onPlaces + above + free);
  const part = (from: number, value: number, name: string) =>
    value === 0
      ? ""
      : `<rect class="${name}" x="${px(from * scale + 0.5)}" y="1" width="${px(value * scale)}" height="${HEIGHT - 2}"/>`;
  return drawn(part(0, onPlaces, "on") + part(onPlaces, above, "above") + part(onPlaces + above, free, "free"));
}
