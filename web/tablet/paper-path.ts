/** The paper as a path: which steps it has, which one is shown, where one may go. Pure. */
import type { ViewItem, ViewPaper, ViewSection, ViewSimpleItem } from "#contracts/paper/view";
import type { AnswerValue } from "#domain/answer/entry";

/** A step: one question, or a container of several that are validated together. */
export interface Step {
  readonly item: ViewItem;
  readonly items: readonly ViewSimpleItem[];
  readonly section: number;
  /** Position within the section, from 0. */
  readonly index: number;
  /** Number of its first question in the paper, from 1. */
  readonly number: number;
}
export interface PathSection {
  readonly view: ViewSection;
  readonly steps: readonly Step[];
}
export interface PaperPath {
  readonly paper: ViewPaper;
  readonly sections: readonly PathSection[];
  /** Questions of the whole paper. */
  readonly total: number;
}
export interface Place {
  readonly section: number;
  readonly step: number;
}
/** What the path needs to know of the answer sheet. */
export interface Progress {
  readonly answers: ReadonlyMap<string, AnswerValue>;
  readonly lockedSteps: ReadonlySet<string>;
}
/** "unseen": later in a locked section, not to be shown or told about yet. */
export type StepState = "answered" | "empty" | "locked" | "unseen";

export function pathOf(paper: ViewPaper): PaperPath {
  let number = 1;
  const sections = paper.sections.map((view, section): PathSection => {
    const steps = view.items.map((item, index): Step => {
      const items = item.type === "KFP" ? item.items : [item];
      const step = { item, items, section, index, number };
      number += items.length;
      return step;
    });
    return { view, steps };
  });
  return { paper, sections, total: number - 1 };
}

/** "7", or "7–9" for a container of three. */
export function numberOf(step: Step): string {
  return step.items.length === 1 ? `${step.number}` : `${step.number}–${step.number + step.items.length - 1}`;
}

export function isComplete(step: Step, progress: Progress): boolean {
  return step.items.every((item) => progress.answers.has(item.id));
}

/** The only step of a locked section that may be shown; null when all are validated. */
export function currentOf(section: PathSection, progress: Progress): Step | null {
  return section.steps.find((step) => !progress.lockedSteps.has(step.item.id)) ?? null;
}

export function stateOf(step: Step, section: PathSection, progress: Progress): StepState {
  if (progress.lockedSteps.has(step.item.id)) return "locked";
  if (section.view.navigation === "locked" && currentOf(section, progress) !== step) return "unseen";
  return isComplete(step, progress) ? "answered" : "empty";
}

/** The step to show at a place; null when nothing may be shown there (a locked section that is finished). */
export function stepAt(path: PaperPath, place: Place, progress: Progress): Step | null {
  const section = path.sections[place.section];
  if (!section) return null;
  if (section.view.navigation === "locked") return currentOf(section, progress);
  return section.steps[place.step] ?? null;
}

/** Where "next" leads; null at the end of the paper. */
export function nextPlace(path: PaperPath, place: Place): Place | null {
  const section = path.sections[place.section];
  if (!section) return null;
  if (section.view.navigation === "free" && place.step + 1 < section.steps.length)
    return { section: place.section, step: place.step + 1 };
  return place.section + 1 < path.sections.length ? { section: place.section + 1, step: 0 } : null;
}

/** Where "previous" leads; null where there is no way back. */
export function previousPlace(path: PaperPath, place: Place): Place | null {
  const section = path.sections[place.section];
  if (section?.view.navigation === "free" && place.step > 0) return { section: place.section, step: place.step - 1 };
  const before = path.sections[place.section - 1];
  return before ? { section: place.section - 1, step: before.steps.length - 1 } : null;
}

/** Steps that were left empty and can still be answered. */
export function emptySteps(path: PaperPath, progress: Progress): readonly Step[] {
  return path.sections.flatMap((section) =>
    section.steps.filter((step) => stateOf(step, section, progress) === "empty"),
  );
}

/** Questions nobody has answered, unseen ones included. */
export function emptyCount(path: PaperPath, progress: Progress): number {
  const items = path.sections.flatMap((section) => section.steps.flatMap((step) => step.items));
  return items.filter((item) => !progress.answers.has(item.id)).length;
}

/** The number of the question that has this id, "7"; null when this paper has none. */
export function questionOf(path: PaperPath | null, itemId: string | null): string | null {
  const steps = path?.sections.flatMap((section) => section.steps) ?? [];
  const step = steps.find(({ items }) => items.some((item) => item.id === itemId));
  return step ? `${step.number + step.items.findIndex((item) => item.id === itemId)}` : null;
}

/** A place that exists in this paper, whatever was remembered. */
export function soundPlace(path: PaperPath, place: Place | null): Place {
  const steps = place ? path.sections[place.section]?.steps : undefined;
  return place && steps && place.step >= 0 && place.step < steps.length ? place : { section: 0, step: 0 };
}
