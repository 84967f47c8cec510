/** A decision in words (R32), one line for each wish and one for what comes of them. */
import type { Decision, Outcome, WishOutcome } from "#domain/admission/explanation/decision";
import type { Names } from "#domain/admission/reading/read-input";

export type Language = "fr" | "en";

interface Words {
  readonly rank: (rank: number, programme: string, last: number | null) => string;
  readonly unranked: (programme: string) => string;
  readonly outcome: (outcome: Outcome, category: string) => string;
  readonly admitted: (wish: number) => string;
  readonly nowhere: string;
  readonly left: string;
  readonly noWish: string;
  /** Between a rank and what follows from it. */
  readonly colon: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    rank: (rank, programme, last) =>
      `rank ${rank} in ${programme}, ${last === null ? "nobody admitted" : `last admitted ${last}`}`,
    unranked: (programme) => `not ranked in ${programme}`,
    outcome(outcome, category) {
      switch (outcome.kind) {
        case "admitted":
          return "admitted";
        case "inAddition":
          return "admitted to a seat in addition to the places";
        case "kept":
          return "keeps the seat of an earlier round";
        case "givenUp":
          return "given up";
        case "locked":
          return "not looked at: the seat held is locked";
        case "unranked":
          return "cannot be admitted there";
        case "full":
          return "every place was taken before that rank";
        case "held":
          return "the places are held by those admitted in earlier rounds or ranked before";
        case "capped":
          return `at most ${outcome.most} of the category “${category}” are admitted, and there are as many`;
        case "beyond":
          return `at most ${outcome.most} of the category “${category}” are admitted above the places, and there are as many`;
        case "amiss":
          return "NO RULE SAYS WHY: this result does not pass the audit";
      }
    },
    admitted: (wish) =>
      `admitted to your ${wish}${wish % 100 > 10 && wish % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][wish % 10] ?? "th")} wish`,
    nowhere: "admitted to none of your wishes",
    left: "you resigned and left the procedure",
    noWish: "you have made no wish",
    colon: ": ",
  },
  fr: {
    rank: (rank, programme, last) =>
      `rang ${rank} en ${programme}, ${last === null ? "personne n’est admis" : `dernier admis ${last}`}`,
    unranked: (programme) => `non classé en ${programme}`,
    outcome(outcome, category) {
      switch (outcome.kind) {
        case "admitted":
          return "admis";
        case "inAddition":
          return "admis sur un siège en plus des places";
        case "kept":
          return "garde le siège d’un tour précédent";
        case "givenUp":
          return "vœu abandonné";
        case "locked":
          return "pas examiné : le siège tenu est définitif";
        case "unranked":
          return "ne peut pas y être admis";
        case "full":
          return "toutes les places étaient prises avant ce rang";
        case "held":
          return "les places sont tenues par les admis des tours précédents ou mieux classés";
        case "capped":
          return `au plus ${outcome.most} de la catégorie « ${category} » sont admis, et ils le sont déjà`;
        case "beyond":
          return `au plus ${outcome.most} de la catégorie « ${category} » sont admis en sus des places, et ils le sont déjà`;
        case "amiss":
          return "AUCUNE RÈGLE NE L’EXPLIQUE : ce résultat ne passe pas le contrôle";
      }
    },
    admitted: (wish) => `admis à votre ${wish === 1 ? "1er" : `${wish}e`} vœu`,
    nowhere: "admis à aucun de vos vœux",
    left: "vous vous êtes désisté et avez quitté la procédure",
    noWish: "vous n’avez fait aucun vœu",
    colon: " : ",
  },
};

/** "rank 312 in Medicine, last admitted 305: every place was taken before that rank", … "admitted to your 2nd wish". */
export function explained(decision: Decision, names: Names, language: Language): readonly string[] {
  const words = WORDS[language];
  if (decision.left) return [words.left];
  if (decision.count === 0) return [words.noWish];
  const line = ({ programme, rank, lastRank, outcome }: WishOutcome): string => {
    const name = names.programmes[programme] ?? "";
    const category = "category" in outcome ? (names.categories[outcome.category] ?? "") : "";
    const place = rank === null ? words.unranked(name) : words.rank(rank, name, lastRank);
    return `${place}${words.colon}${words.outcome(outcome, category)}`;
  };
  const last = decision.wishes.at(-1);
  const seated = last !== undefined && SEATED.includes(last.outcome.kind);
  return [...decision.wishes.map(line), seated ? words.admitted(last.number) : words.nowhere];
}

const SEATED: readonly Outcome["kind"][] = ["admitted", "inAddition", "kept"];
