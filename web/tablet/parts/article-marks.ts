/** What a candidate has highlighted in an article, and where they were reading. Pure. */
import type { Span } from "./article-text.ts";

export interface Reading {
  /** Highlighted, in the order of the text, none touching another. */
  readonly marks: readonly Span[];
  /** Share of the article above the top of its pane, 0 to 1. */
  readonly at: number;
}
/** Where it is kept: on this device, and for the candidate's next one. */
export interface ReadingStore {
  load(): unknown;
  keep(reading: unknown): void;
}
export const UNREAD: Reading = { marks: [], at: 0 };
export const MARKS_MAX = 200;

/** One more highlight; those that it touches become one with it. Nothing changes when there are too many. */
export function marked(marks: readonly Span[], span: Span): readonly Span[] {
  const touching = marks.filter((mark) => mark.start <= span.end && mark.end >= span.start);
  const whole = {
    start: Math.min(span.start, ...touching.map(({ start }) => start)),
    end: Math.max(span.end, ...touching.map(({ end }) => end)),
  };
  const others = marks.filter((mark) => !touching.includes(mark));
  if (others.length >= MARKS_MAX) return marks;
  return [...others, whole].sort((a, b) => a.start - b.start);
}
export const unmarked = (marks: readonly Span[], mark: Span): readonly Span[] =>
  marks.filter(({ start }) => start !== mark.start);
/** The highlight that holds the whole of a span. */
export const markAround = (marks: readonly Span[], span: Span): Span | undefined =>
  marks.find((mark) => mark.start <= span.start && mark.end >= span.end);

export const readingText = ({ marks, at }: Reading): unknown => ({
  v: 1,
  marks: marks.map(({ start, end }) => [start, end]),
  at,
});

/** What is understood of it. */
export function readReading(value: unknown): Reading {
  if (typeof value !== "object" || value === null) return UNREAD;
  const { v, marks, at } = value as Record<string, unknown>;
  if (v !== 1) return UNREAD;
  const spans = (Array.isArray(marks) ? (marks as unknown[]) : []).flatMap(spanFrom);
  return {
    marks: spans.reduce<readonly Span[]>(marked, []),
    at: typeof at === "number" && at >= 0 && at <= 1 ? at : 0,
  };
}
function spanFrom(value: unknown): Span[] {
  if (!Array.isArray(value)) return [];
  const [start, end] = value as unknown[];
  if (!isOffset(start) || !isOffset(end) || start >= end) return [];
  return [{ start, end }];
}
const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
