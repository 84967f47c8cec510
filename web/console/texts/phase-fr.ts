import { clockTime, plural } from "#ui/i18n.ts";
import type { ExamRehearsed } from "#contracts/console/rehearsals";
import type { Delivery } from "#contracts/console/live";
import type { CheckCode } from "../organiser/go-no-go.ts";
import type { NationalAct } from "../organiser/views.ts";
import { ago } from "./durations.ts";

const number = new Intl.NumberFormat("fr-FR");
const count = (n: number) => number.format(n);
const day = (atMs: number) => new Intl.DateTimeFormat("fr-FR", { dateStyle: "short" }).format(atMs);
const many = (n: number, one: string, other: string) => `${count(n)} ${plural("fr", n, one, other)}`;

/** What the organiser reads and does about the nation's phase. */
export const phaseFr = {
  bar: {
    steps: "Étapes de la composition",
    commonEnd: (atMs: number) => `fin commune ${clockTime("fr", atMs)}`,
    noEnd: "fin inconnue tant que la pause dure",
    starts: (atMs: number) => `début à ${clockTime("fr", atMs)}`,
    resumes: (atMs: number) => `reprise à ${clockTime("fr", atMs)}`,
    pauses: (atMs: number) => `pause à ${clockTime("fr", atMs)}`,
    pausedSince: (atMs: number) => `en pause depuis ${clockTime("fr", atMs)}`,
    others: (n: number) => many(n, "centre a son propre horaire", "centres ont leur propre horaire"),
    more: "Autres actes",
    waves: "Reprendre par vagues",
    /** What the pause says when nobody has time to write: it can be said better in an instruction. */
    pauseCause: "Décision de l’organisation nationale ; une consigne suit.",
    replaced: "Une autre composition remplace celle-ci.",
  },
  act: {
    check_in: "Ouvrir l’accueil",
    ready: "Déclarer prêt",
    start: "Commencer",
    pause: "Mettre en pause partout",
    resume: "Reprendre partout",
    credit: "Donner du temps",
    backup: "Épreuve de secours",
    end: "Terminer",
    collect: "Passer à la collecte",
    close: "Clore",
    cancel: "Annuler la composition",
  } satisfies Record<NationalAct, string>,
  check: {
    title: "Avant d’aller plus loin",
    go: "oui",
    noGo: "non",
    unknownOf: {
      centres: "Centres : inconnu",
      tablets: "Tablettes : inconnu",
      back: "Tablettes revenues : inconnu",
      parts: "Serveurs : inconnu",
      same: "Versions : inconnu",
      backlog: "Réponses en attente : inconnu",
      stores: "Bases de données : inconnu",
      rehearsal: "Répétition dans les salles : inconnu",
      rehearsed: "Répétition générale : inconnu",
    } satisfies Record<CheckCode, string>,
    allGo: "Tout est prêt.",
    codes: {
      centres: (n) =>
        n === 0 ? "Tous les centres sont prêts" : `${many(n, "centre n’est pas prêt", "centres ne sont pas prêts")}`,
      tablets: (n) => (n === 0 ? "Tablettes conformes" : many(n, "tablette à vérifier", "tablettes à vérifier")),
      back: (n) =>
        n === 0
          ? "Tablettes revenues dans tous les centres"
          : `${many(n, "centre attend", "centres attendent")} des tablettes`,
      parts: (n) => (n === 0 ? "Serveurs en marche" : many(n, "serveur arrêté", "serveurs arrêtés")),
      same: (n): string => (n === 0 ? "Même version partout" : "Versions ou réglages différents"),
      backlog: (n) => (n === 0 ? "Aucune réponse en attente" : many(n, "réponse en attente", "réponses en attente")),
      stores: (n) => (n === 0 ? "Bases de données présentes" : many(n, "base absente", "bases absentes")),
      rehearsal: (n) =>
        n === 0
          ? "Répétition réussie dans les salles qui ont joué"
          : many(n, "salle n’a pas réussi sa répétition", "salles n’ont pas réussi leur répétition"),
      rehearsed: (n) => `Répétition générale à ${many(n, "candidat", "candidats")}`,
    } satisfies Record<CheckCode, (n: number) => string>,
    rehearsed: ({ candidates, nearest, passed, withinDays }: ExamRehearsed) =>
      passed
        ? `Répétition générale réussie à ${many(passed.candidates, "candidat", "candidats")} le ${day(passed.atMs)}`
        : `Aucune répétition réussie de ${many(candidates, "candidat", "candidats")} depuis ${withinDays} jours` +
          (nearest ? ` (la plus proche : ${count(nearest.candidates)} le ${day(nearest.atMs)})` : ""),
    more: (n: number) => `et ${count(n)} de plus`,
    holdAll: (n: number) => `Retenir ${plural("fr", n, "ce centre", "ces centres")}`,
    holdHint: "Un centre retenu ne commence pas avec les autres ; il aura son propre début.",
  },
  proposals: {
    title: "En attente d’une seconde personne",
    askedBy: (who: string) => `demandé par ${who}`,
    several: (n: number) => many(n, "acte", "actes"),
    expires: (ms: number) => `expire dans ${ago(ms)}`,
    late: "L’heure annoncée est passée : l’acte prendrait effet aussitôt.",
    yours: "Une autre personne doit confirmer.",
    confirm: "Confirmer",
    withdraw: "Retirer",
    waiting: "Confirmation…",
    checking: "Vérification dans le journal…",
    failed: (reason: string) => `Refusé : ${reason}`,
    from: (atMs: number) => `à ${clockTime("fr", atMs)}`,
    atOnce: "aussitôt",
  },
  delivery: {
    title: "Transmission aux tablettes",
    applied: (d: Delivery) => `appliqué sur ${count(d.applied)} de ${count(d.present)}`,
    done: (d: Delivery) =>
      d.present === 1
        ? "appliqué sur la seule tablette présente"
        : `appliqué sur les ${count(d.present)} tablettes présentes`,
    none: "personne de présent n’est concerné",
    absentees: (n: number) =>
      `${many(n, "candidat", "candidats")} hors connexion : ${plural("fr", n, "il l’apprendra", "ils l’apprendront")} en revenant`,
    missing: "Qui manque",
    unknownCandidate: (id: number) => `candidat ${id}`,
  },
  waves: {
    title: "Reprendre par vagues",
    lead: "Les centres reprennent l’un après l’autre, à des heures annoncées. Chacun a ensuite son propre horaire.",
    first: "Première reprise",
    spacing: "Écart entre vagues (minutes)",
    size: "Centres par vague",
    propose: "Les centres dont les tablettes sont revenues passent d’abord.",
    wave: (n: number) => `Vague ${n}`,
    leave: "Reste en pause",
    back: (connected: number, all: number) => `${count(connected)} sur ${count(all)} tablettes revenues`,
    summary: (centres: number, waves: number) =>
      `${many(centres, "centre reprend", "centres reprennent")} en ${many(waves, "vague", "vagues")}`,
    remain: (n: number) => many(n, "centre reste en pause", "centres restent en pause"),
    cause: "Cause",
    ask: "Demander la reprise",
    past: "L’heure de la première reprise est passée.",
    none: "Choisissez au moins un centre.",
    noCause: "Dites pourquoi.",
    cancel: "Ne rien faire",
    sending: (done: number, all: number) => `Envoi ${done} sur ${all}…`,
    checking: "Vérification dans le journal…",
    proposed: "Demande enregistrée. Une seconde personne doit confirmer.",
    done: "Reprise annoncée.",
    refused: (reason: string) => `Refusé : ${reason}`,
    close: "Fermer",
  },
  reschedule: {
    title: "Reprogrammer",
    lead: "La composition est annulée. Les réponses et les reçus sont gardés ; elle ne sera pas corrigée.",
    open: "Reprogrammer sur une date de réserve",
    slot: "Date de réserve",
    noSlot: "Il ne reste aucune date de réserve libre.",
    paper: "Épreuve",
    used: "déjà donnée",
    backup: "Épreuve de secours",
    noBackup: "aucune",
    override: "Pourquoi donner une épreuve déjà donnée",
    cause: "Cause",
    send: "Reprogrammer",
    sending: "Enregistrement…",
    done: "Composition reprogrammée.",
    refused: (reason: string) => `Refusé : ${reason}`,
    loading: "Lecture des dates et des épreuves…",
    unreachable: "La liste ne peut pas être lue pour l’instant.",
    retry: "Réessayer",
  },
};
export type PhaseTexts = typeof phaseFr;
