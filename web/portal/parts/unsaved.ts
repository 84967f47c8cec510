/**
 * Whoever leaves a page that holds what is saved nowhere is asked first: by a link of the portal, or by closing the page.
 * `pending`: whether it holds any; `question`: what is asked. Returns how to stop.
 */
export function guardUnsaved(pending: () => boolean, question: () => string): () => void {
  const closing = (event: BeforeUnloadEvent) => {
    if (pending()) event.preventDefault();
  };
  const following = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    if (link === null || !pending() || confirm(question())) return;
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("beforeunload", closing);
  addEventListener("click", following, { capture: true });
  return () => {
    removeEventListener("beforeunload", closing);
    removeEventListener("click", following, { capture: true });
  };
}
