/** What a candidate does with a paper: an endless but reasonable sequence of answers and locks. */
import type { Answers, PaperScript, ScriptSection, ScriptStep, Step } from "#loadtest/journeys/paper-script";
import type { Random } from "#loadtest/journeys/random";

/** Share of the answers in a locked section that are changed once before the step is validated. */
export const SECOND_THOUGHT = 0.25;

/**
 * Starts in a section drawn at random and goes through all of them; a locked section is taken once, in order, each step
 * validated; afterwards answers of the free sections are revised for ever. A plain object: k6 has no cheap generators.
 */
export class PaperWalk {
  /** Sections to come, first the next one. */
  #sections: readonly ScriptSection[];
  #nextSection = 0;
  /** What is left of the present section: of a free one its items in the order drawn, of a locked one its steps. */
  #items: readonly Answers[] = [];
  #nextItem = 0;
  #steps: readonly ScriptStep[] = [];
  #nextStep = 0;
  /** What is left of the present step of a locked section. */
  readonly #ready: Step[] = [];

  constructor(
    private readonly script: PaperScript,
    private readonly random: Random,
  ) {
    const start = random.below(script.length);
    this.#sections = [...script.slice(start), ...script.slice(0, start)];
  }

  /** Null when nothing is left to change. */
  next(): Step | null {
    for (;;) {
      const answers = this.#items[this.#nextItem];
      if (answers !== undefined) {
        this.#nextItem++;
        return this.#drawn(answers);
      }
      const ready = this.#ready.shift();
      if (ready !== undefined) return ready;
      const step = this.#steps[this.#nextStep++];
      if (step !== undefined) this.#take(step);
      else if (!this.#enterSection()) return null;
    }
  }

  #enterSection(): boolean {
    if (this.#nextSection >= this.#sections.length) {
      this.#sections = this.script.filter(({ isLocked, answers }) => !isLocked && answers.length > 0);
      this.#nextSection = 0;
    }
    const section = this.#sections[this.#nextSection++];
    if (section === undefined) return false;
    this.#items = section.isLocked ? [] : this.random.sample(section.answers, Infinity);
    this.#steps = section.isLocked ? section.steps : [];
    this.#nextItem = this.#nextStep = 0;
    return true;
  }

  #take({ answers, lock }: ScriptStep): void {
    for (const some of answers) {
      this.#ready.push(this.#drawn(some));
      if (this.random.chance(SECOND_THOUGHT)) this.#ready.push(this.#drawn(some));
    }
    this.#ready.push(lock);
  }
  #drawn(answers: Answers): Step {
    return answers[this.random.below(answers.length)] as Step;
  }
}
