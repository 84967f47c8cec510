/** Places of an exam from its centres and its roster. Pure. */
import type { CentreSummary, RosterRow } from "#contracts/console/live";
import type { Places } from "#domain/sitting/places";

export function placesFrom(centres: readonly CentreSummary[], candidates: ReadonlyMap<number, RosterRow>): Places {
  const centreOfRoom = new Map(centres.flatMap((centre) => centre.rooms.map((room) => [room.id, centre.id])));
  const roomsOfCentre = new Map(centres.map((centre) => [centre.id, centre.rooms.map((room) => room.id)]));
  return {
    centreOfRoom: (roomId) => centreOfRoom.get(roomId) ?? null,
    placeOfCandidate: (candidateId) => {
      const roomId = candidates.get(candidateId)?.roomId;
      const centreId = roomId === undefined ? undefined : centreOfRoom.get(roomId);
      return roomId === undefined || centreId === undefined ? null : { centreId, roomId, candidateId };
    },
    centreIds: centres.map((centre) => centre.id),
    roomsOfCentre: (centreId) => roomsOfCentre.get(centreId) ?? [],
  };
}
