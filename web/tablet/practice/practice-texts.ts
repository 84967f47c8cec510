/** Texts of the screens around the practice paper; they come with it, not with the tablet's own. */
import type { Language } from "#ui/i18n.ts";
import { PRACTICE_MINUTES } from "./practice-paper.ts";

const fr = {
  label: "Exercice",
  strip: "Ce n’est pas l’examen\u00a0: rien n’est noté, rien n’est envoyé.",
  leave: "Quitter l’exercice",
  title: "S’exercer",
  lead: `Une courte épreuve inventée, de ${PRACTICE_MINUTES} minutes, pour prendre en main la tablette\u00a0: tous les types de questions, un dossier progressif et un article.`,
  points: [
    "Rien n’est noté, et l’exercice n’a pas de corrigé.",
    "Rien n’est envoyé ni conservé\u00a0: en quittant, tout est effacé.",
    "Vous pouvez quitter à tout moment, et recommencer autant de fois que vous le souhaitez.",
    "Le réseau n’est pas nécessaire.",
  ],
  begin: "Commencer l’exercice",
  beginning: "Préparation…",
  failed: "L’exercice n’a pas pu s’ouvrir. Recommencez dans un instant.",
  back: "Revenir à l’identification",
  endTitle: "L’exercice est terminé",
  end: "Rien n’a été conservé, rien n’est noté. À l’examen, cet écran vous dit ce que le serveur a reçu.",
  again: "Recommencer",
};
const en: typeof fr = {
  label: "Practice",
  strip: "This is not the exam: nothing is marked, nothing is sent.",
  leave: "Leave practice",
  title: "Practise",
  lead: `A short invented paper of ${PRACTICE_MINUTES} minutes to get to know the tablet: every type of question, a progressive case and an article.`,
  points: [
    "Nothing is marked, and practice has no answer key.",
    "Nothing is sent or kept: leaving erases everything.",
    "You can leave at any time, and begin again as often as you like.",
    "No network is needed.",
  ],
  begin: "Begin practice",
  beginning: "Preparing…",
  failed: "Practice could not open. Try again in a moment.",
  back: "Back to signing in",
  endTitle: "Practice is over",
  end: "Nothing was kept, nothing is marked. In the exam, this screen tells you what the server has received.",
  again: "Begin again",
};
export const PRACTICE_TEXTS: Readonly<Record<Language, typeof fr>> = { fr, en };
