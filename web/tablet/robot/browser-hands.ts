/** What a robot needs of the page itself: frames, long tasks, and the button that enlarges an image. */

/** Two frames on: the first one still belongs to what came before. */
export function afterNextPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}

/** Nothing where the browser cannot tell. */
export function watchLongTasks(told: (ms: number) => void): () => void {
  if (!PerformanceObserver.supportedEntryTypes.includes("longtask")) return () => undefined;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) told(duration);
  });
  observer.observe({ type: "longtask" });
  return () => observer.disconnect();
}

/** `label`: of the button, in the language of the screen. */
export function pressButton(label: string): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("main button"))
    if (button.ariaLabel === label) return button.click();
}
