import { plural } from "#ui/i18n.ts";
import { actsFr } from "./acts-fr.ts";
import { dayFr } from "./day-fr.ts";
import { ago, minutesText } from "./durations.ts";
import { phasesFr } from "./phases-fr.ts";
import { reasonsFr } from "./reasons-fr.ts";
import { roomFr } from "./room-fr.ts";

const many = (n: number, one: string, other: string) => `${n}\u00a0${plural("fr", n, one, other)}`;

/** Every text of the consoles' core and of the proctor's screens in French. The English dictionary has the same shape. */
export const fr = {
  otherLanguage: "English",
  opening: "Ouverture…",
  close: "Fermer",
  leave: "Ne rien faire",
  back: "Retour",
  colon: "\u00a0: ",
  none: "Aucun",
  ago,
  minutes: minutesText,
  candidates: (n: number) => many(n, "candidat", "candidats"),
  roles: {
    proctor: "surveillant",
    lead_proctor: "responsable de centre",
    technician: "informaticien",
    organiser: "organisateur national",
    operator: "exploitant",
  },
  signIn: {
    title: "Consoles",
    lead: "Pour les surveillants, les centres et l’organisation.",
    login: "Identifiant",
    password: "Mot de passe",
    code: "Code à six chiffres",
    codeHint: "Celui que votre application d’authentification affiche en ce moment.",
    go: "Se connecter",
    busy: "Vérification…",
    ended: "Votre session est terminée. Connectez-vous à nouveau\u00a0: vous retrouverez tout.",
  },
  password: {
    title: "Changer de mot de passe",
    lead: "Douze caractères au moins\u00a0: quelques mots suffisent. Vos autres sessions seront fermées.",
    old: "Mot de passe actuel",
    next: "Nouveau mot de passe",
    again: "Nouveau mot de passe, encore une fois",
    go: "Changer",
    short: (n: number) => `Il faut au moins ${n} caractères.`,
    different: "Les deux nouveaux mots de passe sont différents.",
    wrong: "Le mot de passe actuel n’est pas le bon.",
    done: "Votre mot de passe est changé.",
  },
  refusal: {
    credentials_wrong: "Identifiant ou mot de passe incorrect.",
    second_factor_needed: "Le code à six chiffres manque ou n’est plus valable.",
    too_many_attempts: "Trop d’essais. Patientez une minute, puis recommencez.",
    session_ended: "Votre session est terminée. Connectez-vous à nouveau.",
    not_allowed: "Votre compte ne permet pas cette action.",
    act_refused: "L’état de la composition ne le permet pas.",
    act_overtaken: "Quelqu’un a agi entre-temps.",
    bad_request: "La demande n’est pas valable.",
    not_found: "Introuvable.",
    store_unavailable: "La base de données ne répond pas pour le moment. Recommencez dans un instant.",
    unreachable: "Le serveur ne répond pas. Vérifiez le réseau, puis recommencez.",
    other: "Le serveur n’a pas pu répondre. Recommencez dans un instant.",
  },
  bar: {
    sitting: "Composition",
    serverTime: "Heure du serveur",
    signOut: "Se déconnecter",
    signOutEverywhere: "Se déconnecter partout",
    account: "Compte",
    rehearsal: "Répétition",
    live: "En direct",
    late: (ms: number) => `Données d’il y a ${ago(ms)}`,
    lost: "Liaison coupée",
    reconnecting: "Liaison coupée, reconnexion…",
    noSitting: "Aucune composition n’est prévue pour votre compte.",
  },
  missing: {
    postgres: "Base de données absente\u00a0: pas de nouvelle connexion ni d’import\u00a0; tout le reste continue.",
    answers_redis: "Réception des réponses arrêtée\u00a0: les tablettes gardent tout et transmettront.",
    ingest: "Serveurs de réception arrêtés\u00a0: les tablettes gardent tout et se reconnecteront.",
  },
  phase: phasesFr,
  reason: reasonsFr,
  chat: {
    title: "Messages",
    common: "Canal commun",
    centre: "Organisation",
    write: "Votre message",
    send: "Envoyer",
    sending: "En cours d’envoi…",
    refused: "Pas envoyé\u00a0: ",
    empty: "Aucun message.",
    search: "Chercher",
    templates: "Phrases toutes prêtes",
    template: [
      "Nous sommes prêts.",
      "Nous avons besoin d’aide technique.",
      "Combien de temps encore\u00a0?",
      "Le calme est revenu.",
    ],
    newSince: "Nouveaux messages",
    answered: "Réponse à tous",
    found: (n: number) => many(n, "message trouvé", "messages trouvés"),
    long: (max: number) => `Au plus ${max} caractères.`,
  },
  ...actsFr,
  ...roomFr,
  ...dayFr,
};
export type Texts = typeof fr;
