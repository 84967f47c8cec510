import type { RefusalProblem } from "#contracts/errors";
import type { Language } from "#ui/i18n.ts";
import type { Refusal } from "../../shell/api.ts";
import { en } from "./en.ts";
import { fr, type OfficeTexts } from "./fr.ts";

export type { OfficeTexts } from "./fr.ts";
export const TEXTS: Readonly<Record<Language, OfficeTexts>> = { fr, en };

/** What is wrong, in the person's language. English comes from the server, with the names that it looked at. */
export const sentenceOf = (
  texts: OfficeTexts,
  { code, message, value = "" }: Pick<RefusalProblem, "code" | "message" | "value">,
): string => texts.said[code]?.(value) ?? message;

/** A refusal as lines: what it is, then every problem with its place, which `placeName` puts into words. */
export function refusalLines(
  texts: OfficeTexts,
  { code, problems }: Refusal,
  placeName: (place: string) => string = (place) => place,
): string[] {
  if (problems.length > 0)
    return problems.map((one) => texts.told(one.place === "" ? "" : placeName(one.place), sentenceOf(texts, one)));
  if (code === "unreachable" || code === "conflict") return [texts.refusals[code]];
  return [texts.refusals.other];
}

/** What a column of a table or an export holds. */
export function targetName(texts: OfficeTexts, target: string): string {
  const [kind = "", ...rest] = target.split(":");
  const named = (texts.targets as Record<string, string | ((code: string) => string)>)[kind];
  return typeof named === "function" ? named(rest.join(":")) : (named ?? target);
}
