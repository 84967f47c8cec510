/** Where seats stand in a hall. Pure. */

interface Hall {
  readonly rows: number | null;
  readonly columns: number | null;
}
/** Seats in a row where no plan was given. */
const COLUMNS_UNKNOWN = 10;

/**
 * Rows from front to back. A seat named by a letter and a number ("C07", "C-7") stands in that row and column when the
 * hall has them and all seats are named so; else seats follow each other in the order given. Null: nobody sits there.
 */
export function seatRows<One extends { readonly roster: { readonly seat: string } }>(
  seated: readonly One[],
  hall: Hall,
): readonly (readonly (One | null)[])[] {
  const columns = hall.columns ?? COLUMNS_UNKNOWN;
  const rows = Math.max(hall.rows ?? 0, Math.ceil(seated.length / columns));
  const plan = Array.from({ length: rows }, () => Array.from({ length: columns }, (): One | null => null));
  const named = seated.map(({ roster }) => positionOf(roster.seat));
  const fits = named.every(
    (at, index) =>
      at !== null &&
      at.row < rows &&
      at.column < columns &&
      named.findIndex((other) => other?.row === at.row && other.column === at.column) === index,
  );
  seated.forEach((one, index) => {
    const at = fits ? named[index] : null;
    const row = plan[at?.row ?? Math.floor(index / columns)];
    if (row) row[at?.column ?? index % columns] = one;
  });
  return plan;
}

function positionOf(seat: string): { row: number; column: number } | null {
  const match = /^([A-Z])-?0*([1-9]\d?)$/i.exec(seat.trim());
  if (!match?.[1] || !match[2]) return null;
  return { row: match[1].toUpperCase().charCodeAt(0) - 65, column: Number(match[2]) - 1 };
}
