/** What a candidate's next tablet begins with: place, settings, and what they noted for themselves. Only tablets read it. */
import { fitsOneFrame } from "#client-core/workspace-reporter";
import { type Annotations, annotationsFrom, keptOf, NO_ANNOTATIONS } from "./annotations.ts";
import { parseSettings, type Settings } from "./settings.ts";
import { type Place, placeFrom } from "./paper-path.ts";

export interface Workspace {
  readonly place: Place;
  readonly settings: Settings;
  readonly annotations: Annotations;
}

/** As much of it as fits a frame: of annotations that are too many, struck options are the first to stay behind. */
export function workspaceText({ place, settings, annotations }: Workspace): string {
  const text = (some: Annotations) => JSON.stringify({ v: 1, place, settings, annotations: keptOf(some) });
  const unstruck = { ...annotations, struck: NO_ANNOTATIONS.struck };
  const notesAlone = { ...NO_ANNOTATIONS, notes: annotations.notes };
  return [annotations, unstruck, notesAlone].map(text).find(fitsOneFrame) ?? text(NO_ANNOTATIONS);
}

/** What is understood of it. */
export function readWorkspace(text: string | null): Partial<Workspace> {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return {};
  const { annotations, place, settings } = value as Record<string, unknown>;
  const at = placeFrom(place);
  const chosen = parseSettings(settings);
  return {
    ...(at && { place: at }),
    ...(chosen && { settings: chosen }),
    ...(annotations !== undefined && { annotations: annotationsFrom(annotations) }),
  };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
