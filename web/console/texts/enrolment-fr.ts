import { plural } from "#ui/i18n.ts";
import { ago } from "./durations.ts";
import { clockTime } from "#ui/i18n.ts";

const many = (n: number, one: string, other: string) => `${n}\u00a0${plural("fr", n, one, other)}`;

/** Enrolling the tablets of a centre. */
export const enrolmentFr = {
  pages: "Écrans",
  seats: "Tablettes en salle",
  enrolment: "Enrôlement",
  title: "Enrôlement des tablettes",
  lead: "Montrez le code de la salle, lisez-le avec chaque tablette, tapez l’étiquette collée dessus.",
  rooms: "Salles",
  allRooms: "Toutes les salles",
  counted: (enrolled: number, expected: number) => `${enrolled} sur ${expected}`,
  spares: (n: number) => many(n, "de rechange", "de rechange"),
  ready: (n: number) => many(n, "prête", "prêtes"),
  show: "Montrer le code",
  codeOf: (room: string) => `Code d’enrôlement, ${room}`,
  scan: "Lisez ce code avec l’appareil photo de la tablette.",
  validUntil: (ms: number) => `Valable jusqu’à ${clockTime("fr", ms)}.`,
  failed: "Le serveur ne donne pas le code.",
  retry: "Réessayer",
  loading: "Lecture…",
  unavailable: "Le serveur ne donne pas la liste pour le moment\u00a0; nouvel essai automatique.",
  label: "Étiquette",
  room: "Salle",
  kind: "Usage",
  seat: "Table",
  spare: "Rechange",
  packages: "Sujets",
  packagesOf: (n: number, of: number) => `${n} sur ${of}`,
  persistent: "Mémoire protégée",
  wakeLock: "Écran allumé",
  installed: "Ouvre sans réseau",
  told: "Vue",
  toldAgo: (ms: number) => `il y a ${ago(ms)}`,
  by: "Enrôlée par",
  yes: "oui",
  no: "non",
  unknown: "–",
  missing: "Il manque",
  problem: {
    silent: "rien reçu d’elle",
    stale: "pas vue depuis un jour",
    packages: "sujets incomplets",
    storage: "mémoire non protégée",
    space: "mémoire presque pleine",
    wake_lock: "l’écran peut s’éteindre",
    installed: "n’ouvre pas sans réseau",
  },
  good: "Prête",
  nobody: "Aucune tablette enrôlée ici.",
};
export type EnrolmentTexts = typeof enrolmentFr;
