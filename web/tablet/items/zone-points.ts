/** Points on an image, in thousandths of its width and height. Pure. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const within = (thousandths: number): number => Math.min(1000, Math.max(0, Math.round(thousandths)));

/** The point of the image under a place of the screen, whatever the zoom; null outside the image. */
export function pointUnder(clientX: number, clientY: number, box: Box): Point | null {
  const x = ((clientX - box.left) / box.width) * 1000;
  const y = ((clientY - box.top) / box.height) * 1000;
  return x < 0 || y < 0 || x > 1000 || y > 1000 ? null : { x: within(x), y: within(y) };
}

/** The cross after an arrow key; null for another key. `fine`: small steps. */
export function movedBy(key: string, from: Point, fine: boolean): Point | null {
  const step = fine ? 2 : 20;
  switch (key) {
    case "ArrowLeft":
      return { x: within(from.x - step), y: from.y };
    case "ArrowRight":
      return { x: within(from.x + step), y: from.y };
    case "ArrowUp":
      return { x: from.x, y: within(from.y - step) };
    case "ArrowDown":
      return { x: from.x, y: within(from.y + step) };
    default:
      return null;
  }
}

/** For people: whole percent. */
export const percent = (thousandths: number): number => Math.round(thousandths / 10);

/** Rows and columns of the grid over an image: the same for every image, so that it says nothing about the answer. */
export const ZONE_ROWS = ["A", "B", "C", "D", "E", "F"] as const;
export const ZONE_COLUMNS = [1, 2, 3, 4, 5, 6] as const;
export const ZONES: readonly string[] = ZONE_ROWS.flatMap((row) => ZONE_COLUMNS.map((column) => `${row}${column}`));

/** The middle of a zone, row by row from the top left corner; null for a name that is none. */
export function middleOf(zone: string): Point | null {
  const index = ZONES.indexOf(zone);
  if (index < 0) return null;
  const half = 500 / ZONE_COLUMNS.length;
  const column = index % ZONE_COLUMNS.length;
  const row = Math.floor(index / ZONE_COLUMNS.length);
  return { x: within((2 * column + 1) * half), y: within((2 * row + 1) * half) };
}
