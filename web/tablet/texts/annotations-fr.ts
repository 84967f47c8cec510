import { plural } from "#ui/i18n.ts";

/** Texts about what a candidate notes for themselves, in French. The English dictionary has the same shape. */
export const annotationsFr = {
  flag: "À revoir",
  /** Of the whole review. */
  flagged: (n: number) => `${n} ${plural("fr", n, "question est", "questions sont")} à revoir.`,
  goToFlagged: (n: string, empty: boolean) => `Aller à la question ${n}, ${empty ? "vide et " : ""}à revoir`,
  strike: (letter: string) => `Barrer la proposition ${letter}`,
  struck: "(barrée)",
  note: "Mes notes",
  noteHint: "Pour vous seul\u00a0: elles ne font pas partie de votre réponse.",
  noteFull: "Il n’y a plus de place pour des notes. Raccourcissez-en une.",
};
