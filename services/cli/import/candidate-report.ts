/** What an import of candidates would change, as lines for a person. */
import type { CandidatePlan, CandidateRecord } from "#domain/exam/candidate-plan";

/** Longer lists end with their count: a person reads the first and asks for the file. */
const LINES_PER_LIST_MAX = 50;

export function planLines(examSlug: string, plan: CandidatePlan): string[] {
  const { added, moved, changed, gone, kept, unchangedCount } = plan;
  const counts = [
    `${added.length} new`,
    `${moved.length} moved`,
    `${changed.length} changed`,
    `${gone.length} gone`,
    `${unchangedCount} as before`,
  ];
  return [
    `exam "${examSlug}": ${counts.join(", ")}`,
    ...listed(
      "moved",
      moved.map(({ before, after, fields }) => `${who(after)}: ${place(before)} → ${place(after)}${also(fields)}`),
    ),
    ...listed(
      "changed",
      changed.map(({ after, fields }) => `${who(after)}: ${fields.join(", ")}`),
    ),
    ...listed(
      "gone",
      gone.map((one) => `${who(one)}, ${place(one)}`),
    ),
    ...listed(
      "stays",
      kept.map((one) => `${who(one)}, ${place(one)}: not in the file, but has answers`),
    ),
  ];
}

function listed(label: string, lines: readonly string[]): string[] {
  const shown = lines.slice(0, LINES_PER_LIST_MAX).map((line) => `  ${label}: ${line}`);
  return lines.length > shown.length ? [...shown, `  ${label}: … and ${lines.length - shown.length} more`] : shown;
}

const who = (one: CandidateRecord): string => `${one.studentNumber} ${one.familyName} ${one.givenName}`;
const place = (one: CandidateRecord): string => `${one.centre} ${one.room} ${one.seat}`;
const also = (fields: readonly string[]): string => (fields.length > 0 ? ` (and ${fields.join(", ")})` : "");
