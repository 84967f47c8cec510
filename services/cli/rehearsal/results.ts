import { type Command, Refusal, UsageError } from "#cli/command";
import { readArguments } from "#cli/import/arguments";
import { FIGURES, REHEARSAL_LIMITS, type RoomResult, roomResults } from "#domain/sitting/rehearsal-verdict";
import { roomsOf } from "#postgres/queries/places";
import { databaseOf } from "#postgres/queries/reading";
import { candidatesByRoom, reportsOfSitting } from "#postgres/queries/rehearsals";
import { findSitting } from "#postgres/queries/sittings";

/** What a rehearsal with real tablets said, room by room. Exit status 1 unless every room that played has passed. */
export const rehearsalResultsCommand: Command = {
  path: ["rehearsal", "results"],
  usage: "rehearsal results --sitting S [--json]",
  summary:
    "says of each room in which tablets played: verdict, places, tablets, worst figures; exit 1 unless all passed",
  async run(args, context) {
    const { values } = readArguments(args, { sitting: { type: "string" }, json: { type: "boolean", default: false } });
    const sittingId = Number(values.sitting);
    if (!Number.isInteger(sittingId) || sittingId < 1) throw new UsageError("--sitting takes the id of a sitting");
    const database = databaseOf(context.database());
    const sitting = await findSitting(database, sittingId);
    if (sitting === null) throw new Refusal(`there is no sitting ${sittingId}; amphi sitting list shows them`);
    if (sitting.rehearsal === 0) throw new Refusal(`sitting ${sittingId} is no rehearsal: its tablets measure nothing`);
    const [tablets, expected, places] = await Promise.all([
      reportsOfSitting(database, sittingId),
      candidatesByRoom(database, sitting.examId),
      roomsOf(database, sitting.examId),
    ]);
    const nameOf = new Map(places.map(({ centre, room, roomId }) => [roomId, `${centre}:${room}`]));
    const rooms = roomResults(tablets, expected);
    if (values.json) {
      const reports = tablets.map(({ candidateId, deviceId, report, roomId }) => ({
        ...{ candidateId, deviceId, roomId },
        ...report,
      }));
      context.out(JSON.stringify({ sittingId, limits: REHEARSAL_LIMITS, rooms, tablets: reports }));
    } else if (rooms.length === 0) context.out(`no tablet has played in sitting ${sittingId}`);
    else for (const room of rooms) context.out(lineOf(room, nameOf.get(room.roomId) ?? `room ${room.roomId}`));
    return rooms.length > 0 && rooms.every(({ verdict }) => verdict === "passed") ? 0 : 1;
  },
};

function lineOf({ beyond, complete, expected, played, verdict, worst }: RoomResult, name: string): string {
  const figures = FIGURES.map((figure) => `${figure} ${worst[figure]}${beyond.includes(figure) ? "!" : ""}`);
  return [verdict, name, `${complete} complete of ${played} played of ${expected} places`, ...figures].join("\t");
}
