/** Zoom and pan of one image: gestures, wheel with Ctrl, buttons and arrow keys on the same library. */
import panzoom, { type PanzoomObject } from "@panzoom/panzoom";

export interface Zoom {
  readonly in: () => void;
  readonly out: () => void;
  readonly reset: () => void;
  readonly panBy: (x: number, y: number) => void;
  readonly stop: () => void;
}
const SCALE_MAX = 6;
/** While one movement is shown, the library would measure the next one on an image of the wrong size. */
const AT_ONCE = { animate: false };

/** `changed` is told the scale, 1 = as laid out. */
export function zoomOf(element: HTMLElement, changed: (scale: number) => void): Zoom {
  const zoom: PanzoomObject = panzoom(element, {
    maxScale: SCALE_MAX,
    minScale: 1,
    step: 0.4,
    contain: "outside",
    panOnlyWhenZoomed: true,
    animate: false,
    cursor: "",
    // A finger on an image that is not enlarged scrolls the page.
    touchAction: "pan-x pan-y",
  });
  const told = (): void => {
    const scale = zoom.getScale();
    element.style.touchAction = scale > 1 ? "none" : "pan-x pan-y";
    changed(scale);
  };
  const wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom.zoomWithWheel(event);
  };
  const parent = element.parentElement;
  element.addEventListener("panzoomchange", told);
  parent?.addEventListener("wheel", wheel, { passive: false });
  return {
    in: () => void zoom.zoomIn(AT_ONCE),
    out: () => void zoom.zoomOut(AT_ONCE),
    reset: () => void zoom.reset(AT_ONCE),
    panBy: (x, y) => void zoom.pan(x, y, { relative: true }),
    stop: () => {
      element.removeEventListener("panzoomchange", told);
      parent?.removeEventListener("wheel", wheel);
      zoom.destroy();
    },
  };
}
