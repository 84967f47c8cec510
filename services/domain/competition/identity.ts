/** Texts about a person, as an office types or imports them. */
import type { IdentityField } from "#domain/competition/plan";

interface Wrong {
  readonly rule: string;
  readonly message: string;
}
const CHARS_MAX = 200;
/** A spreadsheet takes a cell that begins like this for a formula, and runs it when our export is opened. */
const FORMULA = /^[=+\-@\t\r]/;

export function textProblem(text: string, kind: "text" | "mail"): Wrong | null {
  if (text === "") return null;
  if (FORMULA.test(text)) return { rule: "formula", message: `"${text}" begins like a formula` };
  if (text.length > CHARS_MAX || /[\p{Cc}\uFFFD]/u.test(text))
    return { rule: "text", message: `"${text}" is too long or damaged` };
  if (kind === "mail" && !/^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/.test(text))
    return { rule: "mail", message: `"${text}" is no address of mail` };
  return null;
}

/** R4. */
export function fieldProblem({ kind, name, needed, values }: IdentityField, text: string): Wrong | null {
  if (text === "") return needed ? { rule: "field-missing", message: `${name} is missing` } : null;
  if (kind === "number")
    return /^-?\d{1,15}$/.test(text) ? null : { rule: "field-number", message: `"${text}" is no whole number` };
  if (kind === "date")
    return isDay(text) ? null : { rule: "field-date", message: `"${text}" is no day, as 2004-02-29 or 29/02/2004` };
  if (kind === "choice" && !values.includes(text))
    return { rule: "field-value", message: `"${text}" is none of ${values.join(", ")}` };
  return textProblem(text, "text");
}

function isDay(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, "$3-$2-$1"));
  const [y, m, d] = (found ?? []).slice(1).map(Number);
  if (y === undefined || m === undefined || d === undefined) return false;
  const day = new Date(Date.UTC(y, m - 1, d));
  return day.getUTCMonth() === m - 1 && day.getUTCDate() === d;
}
