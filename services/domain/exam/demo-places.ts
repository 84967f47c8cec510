/** Places of the demo exam: the 34 cities that host a faculty of medicine or one of its sites, and 120 rooms in them. */
export interface DemoCentre {
  readonly code: string;
  readonly name: string;
  readonly rooms: readonly DemoRoom[];
}
export interface DemoRoom {
  readonly code: string;
  readonly name: string;
}

/** Code, city, number of rooms; larger faculties have more. 120 rooms in all. */
const CITIES: readonly (readonly [string, string, number])[] = [
  ["AMI", "Amiens", 3],
  ["ANG", "Angers", 3],
  ["BES", "Besançon", 3],
  ["BOB", "Bobigny", 3],
  ["BOR", "Bordeaux", 6],
  ["BRE", "Brest", 3],
  ["CAE", "Caen", 3],
  ["CLE", "Clermont-Ferrand", 3],
  ["CRE", "Créteil", 3],
  ["DIJ", "Dijon", 3],
  ["GRE", "Grenoble", 3],
  ["KRB", "Le Kremlin-Bicêtre", 3],
  ["LIL", "Lille", 7],
  ["LIM", "Limoges", 2],
  ["LYO", "Lyon", 7],
  ["MAR", "Marseille", 5],
  ["MON", "Montpellier", 4],
  ["MLB", "Montigny-le-Bretonneux", 2],
  ["NCY", "Nancy", 4],
  ["NTS", "Nantes", 4],
  ["NIC", "Nice", 3],
  ["NIM", "Nîmes", 2],
  ["ORL", "Orléans", 2],
  ["PAR", "Paris", 9],
  ["PAP", "Pointe-à-Pitre", 2],
  ["POI", "Poitiers", 3],
  ["REI", "Reims", 3],
  ["REN", "Rennes", 4],
  ["ROU", "Rouen", 3],
  ["SDR", "Saint-Denis de La Réunion", 2],
  ["STE", "Saint-Étienne", 2],
  ["STR", "Strasbourg", 4],
  ["TLS", "Toulouse", 4],
  ["TRS", "Tours", 3],
];

/** Amphitheatres are named as faculties like to: after physicians and scientists of the past. */
const ROOM_NAMES = [
  "Laennec",
  "Bichat",
  "Claude Bernard",
  "Pasteur",
  "Charcot",
  "Paré",
  "Larrey",
  "Curie",
  "Trousseau",
];

/** The centres with their rooms; codes are unique nationally. */
export const demoCentres = (): readonly DemoCentre[] =>
  CITIES.map(([code, name, roomCount]) => ({
    code,
    name,
    rooms: ROOM_NAMES.slice(0, roomCount).map((room, n) => ({ code: `${code}-${n + 1}`, name: `Amphi ${room}` })),
  }));
