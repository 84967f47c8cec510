/** A ruling in a few words, as screens name it. The exact text is what is signed. */
import type { z } from "zod";
import type { Ruling, RulingScope } from "#contracts/marking/rulings";
import type { ItemKey } from "#contracts/paper/key";
import type { JuryTexts } from "./texts.ts";

export function rulingInWords(ruling: z.input<typeof Ruling>, texts: JuryTexts): string {
  const words = texts.rulings;
  switch (ruling.decision) {
    case "annul":
    case "neutralise":
      return words[ruling.decision](ruling.items?.join(", ") ?? words.whole) + beside(ruling.scope, texts);
    case "rekey":
      return words.rekey(ruling.item, ruling.keys.map((key) => keyInWords(key)).join(` ${words.or} `));
    case "accept":
      return words.accept(ruling.item, ruling.texts.join(", "));
    case "count":
    case "do_not_count": {
      const reasons = ruling.reasons.map((reason) => texts.setAside.reasons[reason] ?? reason).join(", ");
      return words[ruling.decision](reasons, scopeInWords(ruling.scope ?? { kind: "nation" }, texts));
    }
    case "code":
      return words.code(ruling.code, ruling.candidates.length);
  }
}

function keyInWords(key: z.input<typeof ItemKey>): string {
  switch (key.type) {
    case "options":
      return key.right.join(" ");
    case "texts":
      return key.accepted.join(", ");
    case "zones":
      return key.zones.map(({ r, x, y }) => `(${x}, ${y}, ${r})`).join(" ");
    case "panel":
      return key.counts.join("-");
  }
}

const beside = (scope: z.input<typeof RulingScope> | undefined, texts: JuryTexts): string =>
  scope === undefined || scope.kind === "nation" ? "" : ` (${scopeInWords(scope, texts)})`;

function scopeInWords(scope: z.input<typeof RulingScope>, { rulings: { scopes } }: JuryTexts): string {
  if (scope.kind === "nation") return scopes.nation;
  if (scope.kind === "candidate") return `${scopes.candidate} ${scope.anonymityNumber}`;
  return scope.kind === "room" ? `${scopes.room} ${scope.centre} ${scope.code}` : `${scopes.centre} ${scope.code}`;
}
