/** What a candidate's next tablet begins with: where they are and how they want their screen. Only tablets read it. */
import { parseSettings, type Settings } from "./settings.ts";
import { type Place, placeFrom } from "./paper-path.ts";

export interface Workspace {
  readonly place: Place;
  readonly settings: Settings;
}

export const workspaceText = ({ place, settings }: Workspace): string => JSON.stringify({ v: 1, place, settings });

/** What is understood of it. */
export function readWorkspace(text: string | null): Partial<Workspace> {
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return {};
  const { place, settings } = value as Record<string, unknown>;
  const at = placeFrom(place);
  const chosen = parseSettings(settings);
  return { ...(at && { place: at }), ...(chosen && { settings: chosen }) };
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
