/** QZP: points on an image. A point stands for one zone at most, and a zone is found once. */
import type { ItemToMark, Marked, Zone } from "#domain/marking/item";
import type { MarkingRules } from "#domain/marking/marking-rules";
import { lessPenalty } from "#domain/marking/options";
import { NOTHING } from "#domain/marking/share";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Throws when the image's size is not known: heights and widths are different thousandths. */
export function markZones(
  item: ItemToMark,
  zones: readonly Zone[],
  rules: MarkingRules,
  points: readonly Point[],
): Marked {
  const { image } = item;
  if (image === null) throw new Error(`${item.id}: the size of its image is not known`);
  const inside = points.map((point) => zones.map((zone) => isInside(point, zone, image)));
  const found = mostPairs(inside, zones.length);
  const outside = inside.filter((row) => !row.includes(true)).length;
  const tooMany = points.length > item.expected;
  const share =
    tooMany && rules.tooManyIsNothing ? NOTHING : lessPenalty(found, zones.length, outside, rules.wrongPointPenalty);
  return { share, why: { kind: "zones", found, outside, tooMany } };
}

/** On the rim is inside. In pixels × 1000, squared: whole numbers below 2^53 for images up to 30,000 pixels. */
function isInside(point: Point, zone: Zone, { width, height }: { width: number; height: number }): boolean {
  const [dx, dy] = [(point.x - zone.x) * width, (point.y - zone.y) * height];
  return dx * dx + dy * dy <= (zone.r * width) ** 2;
}

/** Points paired with zones that hold them, as many as possible: where zones overlap, the order of points is nothing. */
function mostPairs(inside: readonly (readonly boolean[])[], zoneCount: number): number {
  const pointOf = new Array<number>(zoneCount).fill(-1);
  const place = (point: number, tried: Set<number>): boolean => {
    for (let zone = 0; zone < zoneCount; zone++) {
      if (inside[point]?.[zone] !== true || tried.has(zone)) continue;
      tried.add(zone);
      const holder = pointOf[zone] ?? -1;
      if (holder !== -1 && !place(holder, tried)) continue;
      pointOf[zone] = point;
      return true;
    }
    return false;
  };
  return inside.reduce((count, _, point) => count + (place(point, new Set()) ? 1 : 0), 0);
}
