/**
 * A sitting's journal as a file that `amphi replay` reads: codes and anonymity numbers in place of ids, which mean the
 * same in every installation and lead to nobody; keys of papers stay here.
 */
import type { ActBook } from "#control/acts/ports";
import { type Act, withoutKeys } from "#domain/sitting/act";
import type { Scope } from "#domain/sitting/scope";

export function journalFile(sittingId: number, acts: readonly Act[], book: ActBook): unknown {
  const exported = exporterOf(sittingId, book);
  return {
    sittingId,
    acts: acts.map((act, n) => ({
      position: n + 1,
      act: {
        ...withoutKeys(act),
        scope: exported(act.scope),
        ...(act.kind === "resume" ? { lifts: exported(act.lifts) } : {}),
      },
    })),
  };
}

/** What an act names although it is not of the exam any more is exported by its id behind this mark. */
const NOT_OF_THE_EXAM = "#";

function exporterOf(sittingId: number, book: ActBook): (scope: Scope) => unknown {
  const centres = book.centres(sittingId);
  const candidates = book.candidates(sittingId);
  const rooms = new Map(
    centres.flatMap((centre) => centre.rooms.map((room) => [room.id, { centre: centre.code, code: room.code }])),
  );
  return (scope) => {
    if (scope.kind === "nation") return scope;
    const strange = `${NOT_OF_THE_EXAM}${scope.id}`;
    if (scope.kind === "centre")
      return { kind: "centre", code: centres.find((centre) => centre.id === scope.id)?.code ?? strange };
    if (scope.kind === "room")
      return { kind: "room", ...(rooms.get(scope.id) ?? { centre: NOT_OF_THE_EXAM, code: strange }) };
    return { kind: "candidate", anonymityNumber: candidates.get(scope.id)?.anonymityNumber ?? strange };
  };
}
