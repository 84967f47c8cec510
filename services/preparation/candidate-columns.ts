/** Headings of a candidate file. Every other column is a further identity field. */
export const HEADINGS = {
  studentNumber: [
    "student number",
    "student",
    "numero etudiant",
    "no etudiant",
    "n etudiant",
    "num etudiant",
    "numero",
  ],
  familyName: ["family name", "last name", "surname", "nom", "nom de famille", "nom d usage", "nom usuel"],
  givenName: ["given name", "first name", "prenom", "prenoms"],
  centre: ["centre", "center", "code centre", "centre d examen", "faculte"],
  centreName: ["centre name", "nom du centre", "libelle centre", "ville"],
  room: ["room", "salle", "amphi", "code salle"],
  roomName: ["room name", "nom de la salle", "nom de l amphi", "libelle salle"],
  seat: ["seat", "table", "place", "siege", "numero de table"],
  extraTime: ["extra time", "extra time factor", "temps majore", "tiers temps", "majoration", "majoration de temps"],
} as const;
export type Field = keyof typeof HEADINGS;
export const NEEDED: readonly Field[] = ["studentNumber", "familyName", "givenName", "centre", "room", "seat"];
