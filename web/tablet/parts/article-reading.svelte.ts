/** How one candidate reads one article: where they are in it, and what they have highlighted. */
import { type Reading, readingText, type ReadingStore, readReading, UNREAD } from "./article-marks.ts";

/** The place is kept when scrolling has come to rest for this long. */
const REST_MS = 400;

export class ArticleReading {
  private reading = $state.raw<Reading>(UNREAD);
  readonly marks = $derived(this.reading.marks);
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly store: ReadingStore) {}

  mark(marks: Reading["marks"]): void {
    this.change({ marks });
  }

  /** Goes to where the candidate was and follows them. Returns what to call when the article leaves the screen. */
  readonly follow = (scroller: HTMLElement): (() => void) => {
    const scrolled = (): void => {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.keepPlace(scroller), REST_MS);
    };
    this.load(scroller);
    scroller.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      clearTimeout(this.resting);
      scroller.removeEventListener("scroll", scrolled);
    };
  };

  private load(scroller: HTMLElement): void {
    const kept = readReading(this.store.load());
    this.reading = kept;
    scroller.scrollTop = kept.at * scroller.scrollHeight;
  }

  private keepPlace(scroller: HTMLElement): void {
    this.change({ at: Math.min(1, scroller.scrollTop / scroller.scrollHeight) });
  }

  private change(change: Partial<Reading>): void {
    this.reading = { ...this.reading, ...change };
    this.store.keep(readingText(this.reading));
  }
}
