import { plural } from "#ui/i18n.ts";
import type { annotationsFr } from "./annotations-fr.ts";

/** Texts about what a candidate notes for themselves, in English. */
export const annotationsEn: typeof annotationsFr = {
  flag: "Come back",
  flagged: (n) => `${n} ${plural("en", n, "question is", "questions are")} flagged to come back to.`,
  goToFlagged: (n, empty) => `Go to question ${n}, ${empty ? "empty and " : ""}flagged`,
  strike: (letter) => `Strike out option ${letter}`,
  struck: "(struck out)",
  note: "My notes",
  noteHint: "For you alone: they are no part of your answer.",
  noteFull: "There is no room for more notes. Shorten one.",
};
