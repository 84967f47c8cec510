/** What a candidate's next tablet begins with: place, settings, and what they noted for themselves. Only tablets read it. */
import { fitsOneFrame } from "#client-core/workspace-reporter";
import { type Annotations, annotationsFrom, keptOf, NO_ANNOTATIONS } from "./annotations.ts";
import { parseSettings, type Settings } from "./settings.ts";
import { type Place, placeFrom } from "./paper-path.ts";

export interface Workspace {
  readonly place: Place;
  readonly settings: Settings;
  readonly annotations: Annotations;
  readonly readings: Readings;
}
/** Section → how its article is read, as article-marks.ts writes and understands it. */
export type Readings = Readonly<Record<string, unknown>>;

/** As much of it as fits a frame: where it is too much, struck options are the first to stay behind, then highlights. */
export function workspaceText({ place, settings, annotations, readings }: Workspace): string {
  const text = (some: Annotations, read: Readings = {}) =>
    JSON.stringify({ v: 1, place, settings, annotations: keptOf(some), readings: read });
  const unstruck = { ...annotations, struck: NO_ANNOTATIONS.struck };
  const notesAlone = { ...NO_ANNOTATIONS, notes: annotations.notes };
  const texts = [text(annotations, readings), text(unstruck, readings), text(unstruck), text(notesAlone)];
  return texts.find(fitsOneFrame) ?? text(NO_ANNOTATIONS);
}

/** What is understood of it. */
export function readWorkspace(text: string | null): Partial<Workspace> {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return {};
  const { annotations, place, readings, settings } = value as Record<string, unknown>;
  const at = placeFrom(place);
  const chosen = parseSettings(settings);
  return {
    ...(at && { place: at }),
    ...(chosen && { settings: chosen }),
    ...(annotations !== undefined && { annotations: annotationsFrom(annotations) }),
    ...(readings !== undefined && { readings: readingsFrom(readings) }),
  };
}

/** What is understood of each is said where it is shown. */
export const readingsFrom = (value: unknown): Readings =>
  typeof value === "object" && value !== null ? (value as Readings) : {};

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
