/** An exam for browser tests: 34 centres, their rooms and candidates, staff of every role. Always the same. */
import { DEFAULT_RULES } from "#contracts/exam/rules";
import type { CentreSummary, LiveRow, RosterRow, SittingSummary } from "#contracts/console/live";
import type { StaffAccount } from "#contracts/console/account";
import type { StaffRole } from "#domain/staff/account";

const CITIES = [
  "Amiens Angers Antilles Besançon Bordeaux Brest Caen Clermont-Ferrand Dijon Grenoble La-Réunion Lille",
  "Limoges Lyon-Est Lyon-Sud Marseille Montpellier Nancy Nantes Nice Paris-Centre Paris-Cité Paris-Est Paris-Nord",
  "Paris-Saclay Poitiers Reims Rennes Rouen Saint-Étienne Sorbonne Strasbourg Toulouse Tours",
]
  .join(" ")
  .split(" ")
  .map((city) => city.replace("-", " "));
const HALLS = ["Amphi Rabelais", "Salle Bretonneau", "Salle Velpeau"];
const FAMILY = "Lefèvre Martin Bernard Petit Durand Leroy Moreau Simon Laurent Michel Garcia Fontaine".split(" ");
const GIVEN = "Apolline Louis Inès Hugo Camille Jules Manon Léo Chloé Adam Sarah Gabriel Zoé".split(" ");

export const PASSWORD = "correct horse";
export const CODE = "123456";
const MINUTE = 60_000;

export interface FakeExam {
  readonly sittings: readonly SittingSummary[];
  readonly centres: readonly CentreSummary[];
  readonly roster: readonly RosterRow[];
  readonly accounts: readonly StaffAccount[];
}

export function fakeExam(nowMs: number, { centres: centreCount = 34, perRoom = 70 } = {}): FakeExam {
  const centres = CITIES.slice(0, centreCount).map((city, index) => centre(index + 1, city, perRoom));
  const roster = centres.flatMap(({ rooms }) =>
    rooms.flatMap((room) => Array.from({ length: room.expected }, (_, seat) => candidate(room.id, seat))),
  );
  const sitting = { ...SITTING, plannedStartMs: nowMs + 10 * MINUTE };
  const next = { ...SITTING, id: 2, title: "Mardi matin", plannedStartMs: nowMs + 19 * 60 * MINUTE };
  return { sittings: [next, sitting], centres, roster, accounts: accounts(centres) };
}

const SITTING: SittingSummary = {
  id: 1,
  examId: 1,
  examTitle: "Épreuves classantes nationales",
  title: "Lundi après-midi",
  plannedStartMs: 0,
  durationMs: 180 * MINUTE,
  backupDurationMs: 180 * MINUTE,
  paperTitle: "Dossiers cliniques progressifs",
  itemCount: 90,
  rules: DEFAULT_RULES,
  rehearsal: false,
  replacesSittingId: null,
};

function centre(id: number, city: string, perRoom: number): CentreSummary {
  const rooms = HALLS.map((hall, index) => ({
    id: id * 10 + index,
    code: `${city.slice(0, 3).toUpperCase()}-${index + 1}`,
    name: hall,
    rows: 7,
    columns: 10,
    expected: perRoom,
  }));
  return { id, code: city.slice(0, 3).toUpperCase(), name: city, rooms };
}

function candidate(roomId: number, seat: number): RosterRow {
  const id = roomId * 100 + seat;
  return {
    id,
    roomId,
    seat: `${String.fromCharCode(65 + Math.floor(seat / 10))}${String((seat % 10) + 1).padStart(2, "0")}`,
    anonymityNumber: String(100_000 + ((id * 7_919) % 900_000)),
    familyName: FAMILY[(id * 5) % FAMILY.length] ?? "",
    givenName: GIVEN[(id * 3) % GIVEN.length] ?? "",
    studentNumber: String(22_100_000 + id),
    extraTime: seat % 23 === 7 ? { numerator: 4, denominator: 3 } : { numerator: 1, denominator: 1 },
  };
}

function accounts(centres: readonly CentreSummary[]): StaffAccount[] {
  let id = 0;
  const account = (login: string, name: string, role: StaffRole, centreId: number | null, roomIds: number[] = []) => ({
    id: ++id,
    login,
    name,
    role,
    examId: role === "operator" ? null : 1,
    centreId,
    roomIds,
  });
  return [
    account("duval", "Marie Duval", "organiser", null),
    account("nguyen", "Paul Nguyen", "organiser", null),
    account("ops", "Karim Benali", "operator", null),
    ...centres.flatMap(({ id: centreId, rooms }) => [
      account(`lead${centreId}`, "Anne Roussel", "lead_proctor", centreId),
      account(`tech${centreId}`, "Yves Caron", "technician", centreId),
      ...rooms.map((room) => account(`proctor${room.id}`, "Luc Ferrand", "proctor", centreId, [room.id])),
    ]),
  ];
}

/** A tablet that has just been connected. */
export const aRow = (id: number, nowMs: number, over: Partial<LiveRow> = {}): LiveRow => ({
  id,
  connected: true,
  sinceMs: nowMs,
  epoch: 1,
  confirmed: true,
  answered: 0,
  savedAtMs: null,
  waitingEntries: 0,
  submitted: "no",
  receiptCode: null,
  hand: null,
  problems: [],
  clockOffsetMs: 120,
  deviceLabel: `A1-${String(id % 1000).padStart(3, "0")}`,
  appliedActs: 0,
  otherTabletAtMs: null,
  wrongCodes: 0,
  ...over,
});
