/** Reading frames: the only place of ingest where a tablet's text becomes typed. */
import { EntryFrame, HelloFrame, StatusFrame, WorkspaceFrame } from "#contracts/frames/tablet";

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
 * What a text is when it is no entry: a status or a workspace. Asked of every frame, so it must cost next to nothing: an
 * entry has a `seq`, and these have none.
 */
export function asideOf(text: string): "status" | "workspace" | null {
  if (text.includes('"seq":')) return null;
  const kind = /"kind"\s*:\s*"(status|workspace)"/.exec(text)?.[1];
  return kind === "status" || kind === "workspace" ? kind : null;
}
/** A well-formed status frame, or null. */
export function readStatus(text: string): StatusFrame | null {
  const parsed = StatusFrame.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}
/** A well-formed workspace frame, or null. */
export function readWorkspace(text: string): WorkspaceFrame | null {
  const parsed = WorkspaceFrame.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // refused by the schema
  }
}
