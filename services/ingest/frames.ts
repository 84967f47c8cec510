/** Reading frames: the only place of ingest where a tablet's text becomes typed. */
import { EntryFrame, HelloFrame, StatusFrame } from "#contracts/frames/tablet";

/** A well-formed entry frame, or null. */
export function readEntry(text: string): EntryFrame | null {
  const parsed = EntryFrame.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}
/** A well-formed hello, or null. */
export function readHello(text: string): HelloFrame | null {
  const parsed = HelloFrame.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}
/**
 * Whether a text says that it is a status frame. Asked of every frame, so it must cost next to nothing: no parsing, and
 * the word alone rules out nearly every entry.
 */
export const isStatus = (text: string): boolean => text.includes('"status"') && /"kind"\s*:\s*"status"/.test(text);
/** A well-formed status frame, or null. */
export function readStatus(text: string): StatusFrame | null {
  const parsed = StatusFrame.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}
