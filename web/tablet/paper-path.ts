/** The paper as a path: which steps it has, which one is shown, where one may go. Pure. */
import type { OpenPaper, OpenSection } from "#client-core/package/sealed-paper";
import type { ViewItem, ViewSimpleItem } from "#contracts/paper/view";
import type { AnswerValue } from "#domain/answer/entry";

/** A step: one question, or a container of several that are validated together. */
export interface Step {
  /** Null while it is sealed, and where it was validated on another device. */
  readonly item: ViewItem | null;
  readonly items: readonly ViewSimpleItem[];
  readonly questions: number;
  readonly section: number;
  /** Position within the section, from 0. */
  readonly index: number;
  /** Number of its first question in the paper, from 1. */
  readonly number: number;
}
export type ShownStep = Step & { readonly item: ViewItem };
export interface PathSection {
  readonly view: OpenSection;
  readonly steps: readonly Step[];
}
export interface PaperPath {
  readonly paper: OpenPaper;
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

export function pathOf(paper: OpenPaper): PaperPath {
  let number = 1;
  const sections = paper.sections.map((view, section): PathSection => {
    const steps = view.steps.map(({ item, questions }, index): Step => {
      const items = item === null ? [] : item.type === "KFP" ? item.items : [item];
      const step = { item, items, questions, section, index, number };
      number += questions;
      return step;
    });
    return { view, steps };
  });
  return { paper, sections, total: number - 1 };
}

/** "7", or "7–9" for a container of three. */
export function numberOf(step: Step): string {
  return step.questions === 1 ? `${step.number}` : `${step.number}–${step.number + step.questions - 1}`;
}

export function isComplete(step: Step, progress: Progress): boolean {
  return step.item !== null && step.items.every((item) => progress.answers.has(item.id));
}

/** How many steps of a locked section are validated: all before the furthest that is open, and that one too if it is. */
function lockedCount({ steps, view }: PathSection, { lockedSteps }: Progress): number {
  if (view.furthest === null) return 0;
  const { index } = view.furthest;
  const item = steps[index]?.item;
  if (!item || !lockedSteps.has(item.id)) return index;
  return view.finished ? steps.length : index + 1;
}

/** The only step of a locked section that may be shown; null when all are validated, or the next one is still sealed. */
export function currentOf(section: PathSection, progress: Progress): ShownStep | null {
  const step = section.steps[lockedCount(section, progress)];
  return step && isShown(step) ? step : null;
}
const isShown = (step: Step): step is ShownStep => step.item !== null;

/** The step whose key has not come yet, although everything before it is validated; null when none is waited for. */
export function awaitedIn(section: PathSection, progress: Progress): Step | null {
  const step = section.view.navigation === "locked" ? section.steps[lockedCount(section, progress)] : undefined;
  return step && !isShown(step) ? step : null;
}

/** What the lock of a step says of its place in a sealed section. */
export function sealOf(
  { view }: PathSection,
  step: Step,
): { sectionId: string; path: string; token: string | null } | undefined {
  const { furthest, id } = view;
  return furthest?.index === step.index ? { sectionId: id, path: furthest.path, token: furthest.token } : undefined;
}

export function stateOf(step: Step, section: PathSection, progress: Progress): StepState {
  if (section.view.navigation === "locked") {
    const locked = lockedCount(section, progress);
    if (step.index < locked) return "locked";
    if (step.index > locked || step.item === null) return "unseen";
  }
  return isComplete(step, progress) ? "answered" : "empty";
}

/** The step to show at a place; null when nothing may be shown there (a locked section that is finished). */
export function stepAt(path: PaperPath, place: Place, progress: Progress): ShownStep | null {
  const section = path.sections[place.section];
  if (!section) return null;
  if (section.view.navigation === "locked") return currentOf(section, progress);
  const step = section.steps[place.step];
  return step && isShown(step) ? step : null;
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

/** Steps that can still be answered and hold a question of these. */
export function stepsWith(path: PaperPath, progress: Progress, itemIds: ReadonlySet<string>): readonly Step[] {
  return path.sections.flatMap((section) =>
    section.steps.filter((step) => {
      const state = stateOf(step, section, progress);
      return (state === "empty" || state === "answered") && step.items.some(({ id }) => itemIds.has(id));
    }),
  );
}

/** Questions nobody has answered, unseen ones included. */
export function emptyCount(path: PaperPath, progress: Progress): number {
  const emptyIn = (section: PathSection) => (step: Step) =>
    step.item !== null
      ? step.items.filter((item) => !progress.answers.has(item.id)).length
      : stateOf(step, section, progress) === "locked"
        ? 0
        : step.questions;
  return path.sections.flatMap((section) => section.steps.map(emptyIn(section))).reduce((sum, n) => sum + n, 0);
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

/** A place as it was kept; null when it is none. */
export function placeFrom(value: unknown): Place | null {
  if (typeof value !== "object" || value === null) return null;
  const { section, step } = value as Record<string, unknown>;
  return typeof section === "number" && typeof step === "number" ? { section, step } : null;
}
