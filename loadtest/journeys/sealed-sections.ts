/** How far one tablet is in each locked section: what its locks must show, and whether the step behind them is open. */
import type { StepFrame } from "#contracts/frames/server";
import type { LockFrame } from "#domain/answer/entry";
import { firstPathText, nextPathText } from "#domain/seal/labels";

export interface Validation {
  readonly sectionId: string;
  readonly stepId: string;
  readonly itemIds: readonly string[];
}
interface Stand {
  readonly path: string;
  readonly token: string | null;
  readonly isOpen: boolean;
}

export class SealedSections {
  readonly #stands = new Map<string, Stand>();

  /** `sha256Hex`: of a text, lower case. */
  constructor(private readonly sha256Hex: (text: string) => string) {}

  #stand(sectionId: string): Stand {
    const first = () => ({ path: this.sha256Hex(firstPathText(sectionId)), token: null, isOpen: true });
    return this.#stands.get(sectionId) ?? first();
  }
  /** Locks the step that is open: the seal of its entry. From then on the section waits for the next key. */
  lock({ sectionId, stepId, itemIds }: Validation): NonNullable<LockFrame["seal"]> {
    const { path, token } = this.#stand(sectionId);
    const next = this.sha256Hex(nextPathText(path, stepId, itemIds));
    this.#stands.set(sectionId, { path: next, token: null, isOpen: false });
    return { sectionId, path, token };
  }
  /** A key came: true when it is the one that was waited for. */
  heard({ sectionId, path, token }: StepFrame): boolean {
    const stand = this.#stand(sectionId);
    if (stand.path !== path || stand.isOpen) return false;
    this.#stands.set(sectionId, { path, token, isOpen: true });
    return true;
  }
  isOpen(sectionId: string): boolean {
    return this.#stand(sectionId).isOpen;
  }
}
