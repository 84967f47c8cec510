/** Zoom of an image as soon as its library is here: the image is there before it, and stays without it. */
import type { Zoom } from "./zoom.ts";

/** `changed` is told the scale, `ready` what moves the image, or null when it goes. Returns what to call then. */
export function lateZoom(
  element: HTMLElement,
  changed: (scale: number) => void,
  ready: (zoom: Zoom | null) => void,
): () => void {
  let made: Zoom | null = null;
  let gone = false;
  import("./zoom.ts")
    .then(({ zoomOf }) => {
      if (gone) return;
      made = zoomOf(element, changed);
      ready(made);
    })
    .catch((error: unknown) => console.error(error));
  return () => {
    gone = true;
    made?.stop();
    ready(null);
  };
}
