/** R41: the office chooses columns and takes them away as a file. */
import { stringify } from "csv-stringify/sync";
import { cellOf } from "#domain/competition/mark-cell";
import { exportColumns } from "#domain/competition/export-columns";
import type { StoredRanks } from "#domain/competition/stored-ranks";
import type { StoredRound } from "#domain/competition/stored-round";
import { competitionOf, type OfficeParts, refusedBy } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import { calculationOf, calculationsOf } from "#postgres/queries/competition/calculations";
import { enrolledIn, marksIn } from "#postgres/queries/competition/rows";
import { seatAnswersIn } from "#postgres/queries/competition/seat-answers";
import { wishesIn } from "#postgres/queries/student/wishes";

/** A spreadsheet runs what begins like a formula: such a cell is given as text. */
const asText = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

export const exportRoutes = ({ database }: OfficeParts): readonly StaffRoute[] => [
  {
    ...{
      method: "GET",
      path: "/api/office/competitions/:competitionId/export.csv",
      who: ["office", "jury"],
      scope: "competition",
      shows: "export",
    },
    handle: async (c) => {
      const { id, plan, slug } = await competitionOf(database, c.req.param("competitionId"));
      const possible = exportColumns(plan);
      const columns = (c.req.query("columns") ?? "").split(",").filter(Boolean);
      const unknown = columns.filter((one) => !possible.includes(one));
      if (unknown.length > 0 || columns.length === 0)
        return refusedBy(
          columns.length === 0
            ? [{ rule: "no-columns", place: "", message: "no column is chosen" }]
            : unknown.map((one) => ({ rule: "column-unknown", place: one, message: "is no column", value: one })),
        );
      const [people, marks, wishes, calculations, said] = await Promise.all([
        enrolledIn(database, id),
        marksIn(database, id, null),
        wishesIn(database, id),
        calculationsOf(database, id),
        seatAnswersIn(database, id),
      ]);
      const answers = new Map(said.map(({ answer, personId }) => [personId, answer]));
      const last = async <T>(kind: string): Promise<T | null> => {
        const found = calculations.find((one) => one.kind === kind && one.state === "done");
        return found ? ((await calculationOf(database, id, found.id))?.result as T) : null;
      };
      const [ranks, round] = [await last<StoredRanks>("ranks"), await last<StoredRound>("round")];
      const scales = new Map(plan.units.map(({ code, scale }) => [code, scale]));
      const cells = new Map(
        marks.map((one) => [`${one.personId} ${one.unit}`, cellOf(one.value, scales.get(one.unit) ?? 0)]),
      );
      const seats = new Map(
        Object.entries(round?.seats ?? {}).map(([candidate, seat]) => [round?.people[candidate], seat]),
      );
      const lineOf = new Map(ranks?.people.map((personId, i) => [personId, i]));
      const rankings = new Map(ranks?.rankings.map((one) => [one.code, one]));
      const rows = people.map((one) =>
        columns.map((column) => {
          const [kind = "", ...rest] = column.split(":");
          const code = rest.join(":");
          const line = lineOf.get(one.personId) ?? -1;
          if (kind === "identity") return asText(one.identity[code] ?? "");
          if (kind === "unit") return cells.get(`${one.personId} ${code}`) ?? "";
          if (kind === "total") return String(rankings.get(code)?.totals[line] ?? "");
          if (kind === "rank") return String(rankings.get(code)?.ranks[line] ?? "");
          if (kind === "programmes") return one.programmes.join(" ");
          if (kind === "wishes") return (wishes.get(one.personId) ?? []).join(" ");
          if (kind === "seat") return seats.get(one.personId) ?? "";
          if (kind === "answer") return answers.get(one.personId) ?? "";
          return asText(one[kind as "studentNumber" | "familyName" | "givenName" | "mail" | "anonymityNumber"] ?? "");
        }),
      );
      c.header("Cache-Control", "no-store");
      c.header("Content-Disposition", `attachment; filename="${slug}.csv"`);
      // The mark in front makes spreadsheets read UTF-8.
      const text = `\uFEFF${stringify([columns, ...rows], { delimiter: ";", record_delimiter: "\r\n" })}`;
      return c.body(text, 200, { "Content-Type": "text/csv; charset=utf-8" });
    },
  },
];
