/** Texts of a rehearsal on the tablet; they come with it. */
import type { Language } from "#ui/i18n.ts";

const fr = {
  label: "Répétition",
  byHand: "Ce n’est pas l’examen\u00a0: les réponses ne comptent pas.",
  playing: "La tablette joue seule\u00a0; les réponses ne comptent pas.",
  over: "La tablette a fini de jouer\u00a0; ses mesures sont transmises d’elles-mêmes.",
  play: "Laisser jouer la tablette",
  stop: "Arrêter le jeu",
};
const en: typeof fr = {
  label: "Rehearsal",
  byHand: "This is not the exam: answers do not count.",
  playing: "The tablet plays by itself; answers do not count.",
  over: "The tablet has finished playing; what it measured is delivered by itself.",
  play: "Let the tablet play",
  stop: "Stop playing",
};
export const ROBOT_TEXTS: Readonly<Record<Language, typeof fr>> = { fr, en };
