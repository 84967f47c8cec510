/** Two centres: 1 with rooms 11 and 12, 2 with room 21; candidates 101 (room 11), 102 (room 12), 201 (room 21). */
import type { Places } from "#domain/sitting/places";
import type { StaffAccount } from "#domain/staff/account";

const CENTRE_OF_ROOM = new Map([
  [11, 1],
  [12, 1],
  [21, 2],
]);
const ROOM_OF_CANDIDATE = new Map([
  [101, 11],
  [102, 12],
  [201, 21],
]);
export const PLACES: Places = {
  centreIds: [1, 2],
  centreOfRoom: (id) => CENTRE_OF_ROOM.get(id) ?? null,
  roomsOfCentre: (id) => [...CENTRE_OF_ROOM].flatMap(([roomId, centreId]) => (centreId === id ? [roomId] : [])),
  placeOfCandidate: (candidateId) => {
    const roomId = ROOM_OF_CANDIDATE.get(candidateId);
    return roomId === undefined ? null : { centreId: CENTRE_OF_ROOM.get(roomId) ?? 0, roomId, candidateId };
  },
};

export const anAccount = (over: Partial<StaffAccount> = {}): StaffAccount => ({
  id: 1,
  login: "marie",
  name: "Marie Duval",
  role: "organiser",
  examId: 1,
  centreId: null,
  roomIds: [],
  ...over,
});
