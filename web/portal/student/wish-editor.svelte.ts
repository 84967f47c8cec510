/** A list of wishes on the screen, beside the one that is saved: what differs is said, and nothing is saved by itself. */
import { WishesSaved, type WishesView, type WishListView } from "#contracts/portal/student/competitions";
import { moved, sameList } from "#domain/student/wish-list";
import type { PortalApi } from "../shell/api.ts";

type Problem = Extract<WishesSaved, { outcome: "refused" }>["problems"][number]["rule"];
/** `unknown`: nobody knows whether the last request arrived. */
export type SaveState = "saved" | "unsaved" | "saving" | "unknown";

export class WishEditor {
  programmes = $state.raw<readonly string[]>([]);
  saved = $state.raw<WishListView>({ programmes: [], version: 0, atMs: null });
  /** What another device saved since: the person chooses. */
  elsewhere = $state.raw<WishListView | null>(null);
  problems = $state.raw<readonly Exclude<Problem, "saved_elsewhere">[]>([]);
  saving = $state.raw(false);
  unknown = $state.raw(false);
  state = $derived.by<SaveState>(() => {
    if (this.saving) return "saving";
    if (this.unknown) return "unknown";
    const empty = this.saved.version === 0 && this.programmes.length === 0;
    return empty || (this.saved.version > 0 && sameList(this.programmes, this.saved.programmes)) ? "saved" : "unsaved";
  });

  constructor(
    private readonly api: PortalApi,
    private readonly url: string,
    { list }: WishesView,
  ) {
    this.saved = list;
    this.programmes = list.programmes;
  }

  add(code: string): void {
    if (!this.programmes.includes(code)) this.set([...this.programmes, code]);
  }
  remove(code: string): void {
    this.set(this.programmes.filter((one) => one !== code));
  }
  /** `to`: its new place, from 0. */
  move(code: string, to: number): void {
    this.set(moved(this.programmes, this.programmes.indexOf(code), to));
  }
  keepOther(): void {
    if (this.elsewhere) this.saved = this.elsewhere;
    this.set(this.saved.programmes);
    this.elsewhere = null;
  }
  async keepMine(): Promise<void> {
    if (this.elsewhere) this.saved = this.elsewhere;
    this.elsewhere = null;
    await this.save();
  }

  async save(): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    this.problems = [];
    const asked = { programmes: this.programmes, version: this.saved.version };
    const answer = await this.api.post(this.url, asked, WishesSaved);
    this.saving = false;
    this.unknown = "refusal" in answer;
    if ("refusal" in answer) return;
    if (answer.value.outcome === "saved") {
      this.saved = answer.value.list;
      return;
    }
    const { problems } = answer.value;
    this.elsewhere = problems.find((one) => one.rule === "saved_elsewhere")?.current ?? null;
    this.problems = problems.map(({ rule }) => rule).filter((rule) => rule !== "saved_elsewhere");
  }

  private set(programmes: readonly string[]): void {
    this.programmes = programmes;
    this.problems = [];
  }
}
