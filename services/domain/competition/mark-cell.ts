/** What stands in a cell of marks, of a table or of the grid: points, a special code, or nothing. */
import type { MarkValue } from "#domain/competition/people";
import type { PlanCode, PlanUnit } from "#domain/competition/plan";
import { thousandthsOf } from "#domain/ranking/points";

export type Cell =
  { readonly value: MarkValue | null } | { readonly rule: "mark" | "mark-above"; readonly message: string };

/** Points over the unit's scale, with a decimal comma or point. Null: the cell is empty. Codes are read in any case. */
export function markCell(text: string, unit: PlanUnit, codes: readonly PlanCode[]): Cell {
  const cell = text.trim();
  if (cell === "") return { value: null };
  const code = codes.find((one) => one.code.toLowerCase() === cell.toLowerCase());
  if (code) return { value: { code: code.code } };
  const mark = thousandthsOf(cell);
  if (mark === null)
    return { rule: "mark", message: `"${cell}" is neither points with at most three decimals nor a special code` };
  if (Number(mark) > unit.scale) return { rule: "mark-above", message: `${cell} is above ${unit.scale / 1000}` };
  return { value: { mark: Number(mark), maximum: unit.scale } };
}

/** The cell that reads as this value; over what it is given, where that is not the unit's `scale` (a paper's own maximum). */
export function cellOf(value: MarkValue, scale: number): string {
  if ("code" in value) return value.code;
  const mark = pointsOf(value.mark);
  return value.maximum === scale ? mark : `${mark} / ${pointsOf(value.maximum)}`;
}
function pointsOf(thousandths: number): string {
  const whole = Math.floor(thousandths / 1000);
  const rest = String(thousandths % 1000)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return rest === "" ? String(whole) : `${whole},${rest}`;
}
