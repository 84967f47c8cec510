/** Who was marked present, absent or gone: the last word about each candidate, undone ones apart. */
import type { Act, Attendance } from "#domain/sitting/act";

export function createAttendance() {
  const said = new Map<number, { actId: string; attendance: Attendance }[]>();
  return {
    /** Returns the candidate whose attendance it changed, or null. */
    learn(act: Act): number | null {
      if (act.scope.kind !== "candidate") return null;
      const candidateId = act.scope.id;
      const words = said.get(candidateId) ?? [];
      if (act.kind === "attendance") said.set(candidateId, [...words, { actId: act.id, attendance: act.attendance }]);
      else if (act.kind === "undo" && act.undoes === "attendance")
        said.set(
          candidateId,
          words.filter((word) => word.actId !== act.actId),
        );
      else return null;
      return candidateId;
    },
    of: (candidateId: number): Attendance | null => said.get(candidateId)?.at(-1)?.attendance ?? null,
  };
}
