import { plural } from "#ui/i18n.ts";
import type { PartState } from "#contracts/console/live";
import type { AdviceCode } from "../operator/advice.ts";
import { ago } from "./durations.ts";

const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });
const bytes = (n: number) =>
  n >= 1024 ** 3 ? `${number.format(n / 1024 ** 3)} Gio` : `${number.format(Math.round(n / 1024 ** 2))} Mio`;
const ms = (n: number) => (n < 1000 ? `${n} ms` : ago(n));

export const operatorFr = {
  title: "Plateforme",
  unknown: "inconnu",
  waiting: "Aucune nouvelle de la plateforme pour l’instant.",
  stale: (age: number) => `Données d’il y a ${ago(age)}.`,
  bytes,
  ms,
  count: (n: number) => number.format(n),
  figures: {
    connected: "Connectés / présents",
    d1: "D1 p99",
    d1Hint: "reçu et gardé sur disque",
    d2: "D2 p99",
    d2Hint: "dans la base de données",
    rate: "Réponses par seconde",
    backlog: "En attente",
    quarantined: "Mises de côté",
    disk: "Disque libre",
  },
  partitions: {
    title: "Attente par partition",
    name: (n: number) => `p${String(n).padStart(2, "0")}`,
    empty: "vide",
  },
  advice: {
    title: "À faire",
    none: "Rien à faire : tout est dans les limites.",
    problem: {
      part_down: (about) => `${about} est arrêté.`,
      store_missing: (about) => `${about} ne répond pas.`,
      quarantine: (_about, n) =>
        `${number.format(n)} ${plural("fr", n, "réponse mise de côté", "réponses mises de côté")}.`,
      disk: (_about, n) => `Il reste ${bytes(n)} de disque.`,
      backlog: (_about, n) => `La plus vieille réponse attend depuis ${ms(n)}.`,
      d1: (_about, n) => `Les réponses sont reçues en ${ms(n)} (p99).`,
      d2: (_about, n) => `Les réponses arrivent dans la base en ${ms(n)} (p99).`,
      memory: (about, n) => `${about} occupe ${bytes(n)} de mémoire.`,
      cpu: (about, n) => `${about} occupe ${number.format(n)} % d’un cœur.`,
      mismatch: (about) => `${about} n’a pas la version ou les réglages des autres.`,
    } satisfies Record<AdviceCode, (about: string, n: number) => string>,
    todo: {
      part_down: "Le superviseur le relance seul. S’il reste arrêté 10 s, lisez son journal puis relancez-le.",
      store_missing: "Rien n’est perdu. Vérifiez le serveur et son disque ; les processus se reconnectent seuls.",
      quarantine:
        "Les reçus des candidats concernés attendent. Examinez ces réponses avant la clôture ; n’effacez rien.",
      disk: "Libérez de la place ou agrandissez le volume avant qu’il soit plein : les réponses s’y écrivent.",
      backlog:
        "Regardez PostgreSQL et les drains. Une pause nationale n’est pas nécessaire : les réponses sont gardées.",
      d1: "Regardez le disque du Redis des réponses et la charge des ingests ; ajoutez un ingest si un cœur est plein.",
      d2: "Regardez PostgreSQL (disque, verrous) ; relancez un drain bloqué, un autre prend ses partitions.",
      memory: "Relancez ce processus, de préférence pendant une pause ; les tablettes se reconnectent seules.",
      cpu: "Ajoutez un processus de ce genre, ou déplacez-en un.",
      mismatch: "Relancez les processus qui diffèrent avec la version et les réglages des autres, avant le début.",
    } satisfies Record<AdviceCode, string>,
  },
  parts: {
    title: "Processus et bases",
    name: "Nom",
    kind: "Rôle",
    state: "État",
    up: "en marche",
    down: "arrêté",
    memory: "Mémoire",
    cpu: "Cœur",
    build: "Version",
    config: "Réglages",
    detail: "Détail",
    /** What parts say of themselves when there is nothing to tell; anything else is shown as it is. */
    details: {
      serving: "en service",
      answers: "répond",
      "does not answer": "ne répond pas",
      "not heard of for 3 s": "sans nouvelles depuis 3 s",
    } as Readonly<Record<string, string>>,
    kinds: {
      ingest: "réception",
      drain: "enregistrement",
      control: "consoles",
      jobs: "tâches",
      packages: "sujets scellés",
      marking: "correction",
      portal: "portail",
      answers_redis: "Redis des réponses",
      control_redis: "Redis de conduite",
      postgres: "PostgreSQL",
    } satisfies Record<PartState["kind"], string>,
    differs: "diffère des autres",
  },
  restart: {
    action: "Relancer",
    title: (name: string) => `Relancer ${name} ?`,
    lead: "Le processus finit ce qu’il a commencé, s’arrête et repart en quelques secondes. Rien n’est perdu.",
    control: "Les consoles, celle-ci comprise, se reconnecteront.",
    ingest: "Ses tablettes se reconnectent à un autre serveur ; elles gardent leurs réponses.",
    underPause: "Une pause est en cours : le moment est bon.",
    noPause:
      "Aucune pause n’est en cours. Une relance pendant une pause dérange moins ; demandez-la si rien ne presse.",
    go: "Relancer maintenant",
    sent: "Demande envoyée. L’état se met à jour dans la liste.",
    failed: "La demande n’est pas partie. Réessayez.",
  },
};
export type OperatorTexts = typeof operatorFr;
