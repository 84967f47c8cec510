/** Reading frames: the only place of ingest where a tablet's text becomes typed. */
import { EntryFrame, HelloFrame } from "#contracts/frames/tablet";

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
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}
