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
