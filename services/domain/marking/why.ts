/** Why a mark is what it is, in one line of English: for files that people check. Screens say it in their own words. */
import type { Why } from "#domain/marking/item";
import type { ItemRuling } from "#domain/marking/rulings";

export function whyInWords(why: Why): string {
  switch (why.kind) {
    case "no_answer":
      return "no answer";
    case "other_form":
      return "an answer of another form";
    case "options":
      return optionsInWords(why);
    case "text":
      return why.accepted === null
        ? `"${why.normalised}" is none of the accepted answers`
        : `"${why.normalised}" is the accepted answer "${why.accepted}"`;
    case "zones": {
      const tooMany = why.tooMany ? "; more points than announced" : "";
      return `zones found: ${why.found}; points outside: ${why.outside}${tooMany}`;
    }
    case "panel":
      return `point ${why.chosen}: ${why.votes} of the panel, ${why.modal} chose the modal point`;
  }
}

export const rulingInWords = ({ decision, id }: ItemRuling): string =>
  `${decision === "annul" ? "annulled" : "neutralised"} by ruling ${id}`;

function optionsInWords(why: Extract<Why, { kind: "options" }>): string {
  const discordances = why.wrong.length + why.missed.length;
  return [
    `discordances: ${discordances}`,
    list("right", why.found),
    list("wrong", why.wrong),
    list("missed", why.missed),
    list("unacceptable ticked", why.unacceptable),
    list("indispensable missed", why.indispensable),
    why.tooMany ? "more ticks than announced" : "",
  ]
    .filter((part) => part !== "")
    .join("; ");
}

const list = (name: string, ids: readonly string[]): string => (ids.length === 0 ? "" : `${name}: ${ids.join(" ")}`);
