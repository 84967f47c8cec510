/**
 * The journal as a viewer is shown it. Everybody is sent every act, since the state is a fold of all of them; what was
 * written about people of another centre stays there: words outside the viewer's centre are blank. Nobody is sent keys.
 */
import { type Act, withoutKeys } from "#domain/sitting/act";
import type { Places } from "#domain/sitting/places";
import { concernsCentre, type Viewer } from "#control/live/viewer";

export function createActTexts(places: () => Places) {
  const whole = new Map<Act, string>();
  const blank = new Map<Act, string>();
  return {
    /** JSON of an act for this viewer. */
    textFor(viewer: Viewer, act: Act): string {
      const isShown = readsWords(viewer, act, places());
      const texts = isShown ? whole : blank;
      const known = texts.get(act);
      if (known !== undefined) return known;
      const text = JSON.stringify(withoutKeys(isShown ? act : withoutWords(act)));
      texts.set(act, text);
      return text;
    },
  };
}

/** Whether the words of an act are for this viewer: of the own centre, or said to the nation by its organisers. */
const readsWords = (viewer: Viewer, act: Act, places: Places): boolean =>
  concernsCentre(viewer, act.scope, places) || (act.kind === "instruction" && act.number !== null);

export const actFor = (viewer: Viewer, act: Act, places: Places): Act =>
  withoutKeys(readsWords(viewer, act, places) ? act : withoutWords(act));

/** The same act to every fold, without what was said. */
function withoutWords(act: Act): Act {
  const silent = { ...act, cause: "" };
  if (silent.kind === "instruction") return { ...silent, text: "…" };
  return silent.kind === "register" ? { ...silent, detail: "" } : silent;
}
