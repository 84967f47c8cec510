/** What a page of the tablet notes of itself while it is used. */

export interface Probe {
  /** Nothing is noted before this time of the page's clock, ms. */
  fromMs: number;
  /** From the finger's lifting to behind the frame that shows the selection, ms. */
  readonly taps: number[];
  /** The same taps as the browser counts them (Event Timing, steps of 8 ms, its compositor included). */
  readonly tapsByBrowser: number[];
  /** From a keystroke until the text is durable as a draft, ms. */
  readonly drafts: number[];
  /** From the last keystroke of a text until its entry is durable, ms. */
  readonly entries: number[];
  /** From the confirmation of a lock to behind the frame that shows the next question, ms. */
  readonly locks: number[];
  /** Tasks of more than 50 ms. */
  readonly longTasks: number[];
  /** From the start of the navigation until a question is on the screen, and until the main thread rests behind it. */
  readableMs: number | null;
  interactiveMs: number | null;
}

declare global {
  interface Window {
    amphiProbe: Probe;
  }
}

/** tsx gives functions their names by a helper that a page does not have. */
export const NAMES_FOR_PAGES = "globalThis.__name ??= (named) => named;";

/** To be run in the page before anything else. Notes after `fromMs`, which whoever measures sets. */
export const watchTablet = (): void => {
  const probe: Probe = {
    fromMs: Infinity,
    taps: [],
    tapsByBrowser: [],
    drafts: [],
    entries: [],
    locks: [],
    longTasks: [],
    readableMs: null,
    interactiveMs: null,
  };
  window.amphiProbe = probe;
  const noting = () => performance.now() >= probe.fromMs;
  const painted = new MessageChannel();
  const waiting: (() => void)[] = [];
  painted.port1.onmessage = () => waiting.splice(0).forEach((run) => run());
  /** Runs `then` behind the first frame in which `there` is true; never when `there` says null. */
  const onceSeen = (there: () => boolean | null, then: () => void): void => {
    const look = (): void => {
      const is = there();
      if (is === false) requestAnimationFrame(look);
      if (!is) return;
      waiting.push(then);
      painted.port2.postMessage(0);
    };
    requestAnimationFrame(look);
  };
  const firstStem = () => document.querySelector("main [id^='stem-']")?.id ?? null;

  const questionIsThere = () => document.querySelector("main article input:enabled") !== null;
  onceSeen(questionIsThere, () => {
    probe.readableMs = performance.now();
    requestIdleCallback(() => (probe.interactiveMs = performance.now()));
  });

  let liftedAtMs = 0;
  let pressedAtMs = 0;
  const capture = { capture: true };
  addEventListener("pointerup", (event) => (liftedAtMs = event.timeStamp), capture);
  addEventListener("keydown", (event) => (pressedAtMs = event.timeStamp), capture);
  addEventListener(
    "change",
    ({ target }) => {
      const isOption = target instanceof HTMLInputElement && /^(radio|checkbox)$/.test(target.type);
      const label = isOption ? target.closest("label") : null;
      if (!noting() || !isOption || !label) return;
      const [since, { checked }] = [liftedAtMs, target];
      const shown = () => (label.isConnected ? label.classList.contains("chosen") === checked : null);
      onceSeen(shown, () => probe.taps.push(performance.now() - since));
    },
    capture,
  );
  addEventListener(
    "click",
    ({ target }) => {
      const confirms = target instanceof Element && target.closest("dialog .actions button:not(.close)") !== null;
      if (!noting() || !confirms) return;
      const [since, before] = [liftedAtMs, firstStem()];
      const next = () => firstStem() !== null && firstStem() !== before;
      onceSeen(next, () => probe.locks.push(performance.now() - since));
    },
    capture,
  );

  const { add, put } = IDBObjectStore.prototype;
  const onceDurable = (store: IDBObjectStore, into: number[]): void => {
    const since = pressedAtMs;
    store.transaction.addEventListener("complete", () => into.push(performance.now() - since));
  };
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, value: { text?: string }, key?: IDBValidKey) {
    if (noting() && this.name === "entries" && value.text?.includes('"value":{"text":'))
      onceDurable(this, probe.entries);
    return add.call(this, value, key);
  };
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    const isDraft = typeof key === "string" && key.startsWith("draft:") && value !== null;
    if (noting() && this.name === "shelf" && isDraft) onceDurable(this, probe.drafts);
    return key === undefined ? put.call(this, value) : put.call(this, value, key);
  };

  const observe = (type: string, note: (entry: PerformanceEntry) => void): void => {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.startTime >= probe.fromMs) note(entry);
    });
    observer.observe({ type, durationThreshold: 16 } as PerformanceObserverInit);
  };
  observe("longtask", ({ duration }) => probe.longTasks.push(duration));
  observe("event", (entry) => {
    const { target } = entry as PerformanceEventTiming;
    // A tap on a label is a click on the label, then one on its input: the same one.
    const onOption =
      target instanceof Element && !(target instanceof HTMLInputElement) && target.closest("label") !== null;
    if (entry.name === "click" && onOption) probe.tapsByBrowser.push(entry.duration);
  });
};
