import { expect, test } from "vitest";
import { ERROR_CODES } from "#contracts/errors";
import type { Reason } from "#domain/sitting/reason";
import { en } from "../texts/en.ts";
import { fr } from "../texts/fr.ts";
import { refusalSentence } from "./outcome.ts";

test("a refusal is said in the person's language, and what people typed as they typed it", () => {
  const overtaken: Reason = {
    code: "overtaken",
    kind: "credit",
    author: "Anne Roux (lead_proctor)",
    cause: "Fire alarm",
  };
  const said = { code: "act_overtaken", reason: overtaken } as const;
  expect(refusalSentence(fr, said)).toBe(
    "Quelqu’un a agi entre-temps\u00a0: «\u00a0Compenser du temps\u00a0», par Anne Roux (responsable de centre)\u00a0: Fire alarm.",
  );
  expect(refusalSentence(en, said)).toBe("Anne Roux (lead proctor) did credit meanwhile: Fire alarm.");
  expect(
    refusalSentence(fr, { code: "act_refused", reason: { code: "not_while", kind: "pause", phase: "check_in" } }),
  ).toBe("«\u00a0Mettre en pause\u00a0» n’est pas possible maintenant (phase\u00a0: accueil).");
});

test("a refusal without a reason has a sentence of its own, whatever its code", () => {
  for (const texts of [fr, en])
    for (const code of [...ERROR_CODES, "unreachable", "unexpected"] as const)
      expect(refusalSentence(texts, { code })).toMatch(/\.$/);
});
