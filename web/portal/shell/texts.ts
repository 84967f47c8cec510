/** Words of the shell. Each section has its own beside its pages. */
import type { ErrorCode } from "#contracts/errors";
import type { PortalRole } from "#domain/staff/account";
import { type Language, plural } from "#ui/i18n.ts";
import type { Refusal } from "./api.ts";
import type { Theme } from "./portal.svelte.ts";

const fr = {
  other: "English",
  name: "Portail",
  opening: "Un instant…",
  front: {
    title: "Portail des examens",
    lead: "Résultats, vœux et affectations\u00a0; délibérations du jury et gestion des concours.",
    staff: "Jury, service des examens, enseignants",
    staffText: "Avec votre identifiant et votre mot de passe, puis le code de votre application d’authentification.",
    signIn: "S’identifier",
    enter: "Ouvrir",
  },
  signIn: {
    title: "Identification",
    lead: "Jury, service des examens, enseignants.",
    ended: "Votre session est terminée. Identifiez-vous de nouveau\u00a0: la page reste telle qu’elle était.",
    login: "Identifiant",
    password: "Mot de passe",
    code: "Code à six chiffres",
    codeHint: "Dans votre application d’authentification\u00a0; chaque code sert une fois.",
    go: "S’identifier",
    busy: "Un instant…",
    back: "Accueil",
  },
  bar: {
    navigation: "Navigation",
    serverTime: "Heure du serveur",
    signOut: "Se déconnecter",
    signOutEverywhere: "Se déconnecter partout",
    theme: "Affichage",
    skip: "Aller au contenu",
  },
  roles: { jury: "jury", office: "service des examens", teacher: "enseignant" } satisfies Record<PortalRole, string>,
  student: "étudiant",
  themes: { light: "clair", dark: "sombre", yellow: "jaune sur noir" } satisfies Record<Theme, string>,
  nowhere: {
    title: "Cette page n’existe pas",
    text: "Elle n’existe pas, ou elle n’est pas pour vous.",
    home: "Accueil",
  },
  loading: "Chargement…",
  again: "Réessayer",
  close: "Fermer",
  leave: "Annuler",
  problems: (n: number) => `${n} ${plural("fr", n, "problème", "problèmes")}`,
  refusals: {
    bad_request: "La demande n’a pas la forme attendue.",
    credentials_wrong: "Identifiant ou mot de passe inconnu.",
    second_factor_needed: "Le code est erroné ou a déjà servi.",
    session_ended: "Votre session est terminée\u00a0: identifiez-vous de nouveau.",
    not_allowed: "Ce compte n’en a pas le droit.",
    refused: "Une règle ne le permet pas.",
    conflict: "Quelqu’un d’autre a modifié ceci entre-temps\u00a0: rechargez, puis recommencez.",
    not_found: "Cela n’existe pas, ou n’est pas pour vous.",
    too_many_attempts: "Trop de tentatives\u00a0: réessayez dans un instant.",
    store_unavailable: "Le serveur n’atteint pas ses données\u00a0: réessayez dans un instant.",
    internal: "Une erreur s’est produite de notre côté\u00a0; elle est au journal.",
    unreachable: "Le serveur ne répond pas\u00a0: on ignore si la demande est arrivée. Vérifiez avant de recommencer.",
    unexpected: "La réponse du serveur est illisible.",
  } satisfies Partial<Record<ErrorCode | "unreachable" | "unexpected", string>>,
  reasons: {
    works_at_consoles: "Ce compte travaille aux consoles du jour de l’examen, et non au portail.",
    authenticator_missing: "Ce compte n’a pas encore d’application de codes\u00a0: faites-le réinitialiser.",
  } as Readonly<Record<string, string>>,
};
export type ShellTexts = typeof fr;
const en: ShellTexts = {
  other: "Français",
  name: "Portal",
  opening: "One moment…",
  front: {
    title: "Examination portal",
    lead: "Results, wishes and admissions; deliberations of the jury and management of competitions.",
    staff: "Jury, exam office, teachers",
    staffText: "With your login and password, then the code of your authenticator.",
    signIn: "Sign in",
    enter: "Open",
  },
  signIn: {
    title: "Sign in",
    lead: "Jury, exam office, teachers.",
    ended: "Your session has ended. Sign in again: the page stays as it was.",
    login: "Login",
    password: "Password",
    code: "Six-digit code",
    codeHint: "From your authenticator; each code is good once.",
    go: "Sign in",
    busy: "One moment…",
    back: "Home",
  },
  bar: {
    navigation: "Navigation",
    serverTime: "Server time",
    signOut: "Sign out",
    signOutEverywhere: "Sign out everywhere",
    theme: "Display",
    skip: "Skip to content",
  },
  roles: { jury: "jury", office: "exam office", teacher: "teacher" },
  student: "student",
  themes: { light: "light", dark: "dark", yellow: "yellow on black" },
  nowhere: { title: "There is no such page", text: "It does not exist, or it is not for you.", home: "Home" },
  loading: "Loading…",
  again: "Try again",
  close: "Close",
  leave: "Cancel",
  problems: (n) => `${n} ${plural("en", n, "problem", "problems")}`,
  refusals: {
    bad_request: "The request does not have the expected form.",
    credentials_wrong: "Unknown login or password.",
    second_factor_needed: "The code is wrong or has been used.",
    session_ended: "Your session has ended: sign in again.",
    not_allowed: "This account may not do that.",
    refused: "A rule does not allow it.",
    conflict: "Somebody else has changed this meanwhile: reload, then do it again.",
    not_found: "It does not exist, or it is not for you.",
    too_many_attempts: "Too many attempts: try again in a moment.",
    store_unavailable: "The server does not reach its data: try again in a moment.",
    internal: "Something went wrong on our side; it is in the log.",
    unreachable: "The server does not answer: nobody knows whether the request arrived. Check before you repeat it.",
    unexpected: "The server’s answer cannot be read.",
  },
  reasons: {
    works_at_consoles: "This account works at the consoles of the exam day, not at the portal.",
    authenticator_missing: "This account has no authenticator yet: have it reset.",
  },
};
export const TEXTS: Record<Language, ShellTexts> = { fr, en };

/** What a person is told of a refusal, in one sentence; its problems are listed apart. */
export function refusalSentence(texts: ShellTexts, refusal: Refusal): string {
  const reason = refusal.reason === undefined ? undefined : texts.reasons[refusal.reason];
  const known: Readonly<Record<string, string>> = texts.refusals;
  return reason ?? known[refusal.code] ?? texts.refusals.unexpected;
}
