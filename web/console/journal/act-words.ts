/** Acts in words: for the journal, for timelines, and for what happened while a dialog was open. Pure. */
import type { Act } from "#contracts/act";
import { ROLES } from "#domain/staff/account";
import { containing } from "#domain/sitting/places";
import { type Scope, scopeKey } from "#domain/sitting/scope";
import { placesOf, type SittingView } from "../live/sitting-view.ts";
import type { Texts } from "../texts/texts.ts";

/** What was done, without who and why. */
export function actWords(texts: Texts, act: Act): string {
  const { line, act: words } = texts;
  switch (act.kind) {
    case "credit":
      return line.credit(act.creditMs);
    case "extra_time":
      return line.extraTime(act.numerator, act.denominator);
    case "instruction":
      return `${act.number === null ? line.message : line.instruction(act.number)}${texts.colon}${act.text}`;
    case "attendance":
      return line.attendance[act.attendance];
    case "incident":
      if (act.category === "other") return words.categories.other;
      return `${words.kinds.incident}${texts.colon}${words.categories[act.category]}`;
    case "hand":
      return line.hand[act.outcome];
    case "register":
      return line.registration[act.registration];
    case "reveal_code":
      return line.code(act.sectionId, act.number);
    case "undo":
      return line.undoes(words.kinds[act.undoes]);
    default:
      return words.kinds[act.kind];
  }
}

/** Why: the cause, and what was overridden with which reason. */
export const whyWords = (act: Act): string =>
  [act.cause, "override" in act ? act.override : null].filter(Boolean).join("; ");

/** An author as the journal has it, "Marie Duval (organiser)", with the role in the person's language. */
export function authorWords(texts: Texts, author: string): string {
  const role = ROLES.find((one) => author.endsWith(`(${one})`));
  return role ? `${author.slice(0, -role.length - 2)}(${texts.roles[role]})` : author;
}

/** Whom a scope names. Candidates of rooms that are not watched have no name here. */
export function scopeWords(texts: Texts, view: SittingView, scope: Scope): string {
  if (scope.kind === "nation") return texts.line.scope.nation;
  if (scope.kind === "centre") return view.centres.find(({ id }) => id === scope.id)?.name ?? texts.line.scope.centre;
  if (scope.kind === "room")
    return view.centres.flatMap(({ rooms }) => rooms).find(({ id }) => id === scope.id)?.name ?? texts.line.scope.room;
  const candidate = view.roster.get(scope.id);
  return candidate
    ? `${candidate.seat} ${candidate.familyName} ${candidate.givenName}`.trim()
    : texts.line.scope.candidate;
}

/** Acts since `seenActId` that are about one of these scopes or about one that contains it: what the server would call overtaken. */
export function actsSince(view: SittingView, seenActId: string | null, scopes: readonly Scope[]): readonly Act[] {
  const from = seenActId === null ? 0 : view.acts.findIndex(({ id }) => id === seenActId) + 1;
  const places = placesOf(view);
  const concerned = new Set(scopes.flatMap((scope) => containing(scope, places) ?? [scopeKey(scope)]));
  return view.acts.slice(from).filter((act) => concerned.has(scopeKey(act.scope)));
}

export function meanwhile(texts: Texts, view: SittingView, seenActId: string | null, scopes: readonly Scope[]) {
  return actsSince(view, seenActId, scopes).map((act) => ({
    id: act.id,
    atMs: act.atMs,
    what: actWords(texts, act),
    author: authorWords(texts, act.author),
  }));
}
