/** The chat as a file for the minutes and for spreadsheets. */
import { stringify } from "csv-stringify/sync";
import type { ChatMessage, ChatThread } from "#contracts/console/chat";
import type { CentreSummary } from "#contracts/console/live";

const COLUMNS = ["position", "at", "thread", "author", "role", "centre", "text", "id", "answers"] as const;
/** Spreadsheets take a cell that begins like this for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** CSV with semicolons and a byte order mark, as French spreadsheets open it; instants in UTC. */
export function chatFile(messages: readonly ChatMessage[], centres: readonly CentreSummary[]): string {
  const codes = new Map<ChatThread | null, string>(centres.map((centre) => [centre.id, centre.code]));
  const rows = messages.map(({ position, atMs, thread, author, text, id, answers }) => [
    position,
    new Date(atMs).toISOString(),
    thread === "common" ? thread : (codes.get(thread) ?? String(thread)),
    guarded(author.name),
    author.role,
    codes.get(author.centreId) ?? "",
    guarded(text),
    id,
    answers ?? "",
  ]);
  return stringify([[...COLUMNS], ...rows], { delimiter: ";", bom: true });
}
