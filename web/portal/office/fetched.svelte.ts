/** Something of the server that a page shows: on its way, here, or not to be had. */
import type { z } from "zod";
import type { PortalApi } from "../shell/api.ts";

export class Fetched<T> {
  value = $state.raw<T | null>(null);
  failed = $state.raw(false);
  private asked = 0;

  constructor(
    private readonly api: PortalApi,
    private readonly url: string,
    private readonly schema: z.ZodType<T>,
  ) {
    void this.load();
  }

  /** Again; what is here stays until the answer. Of two answers the later question's counts. */
  async load(): Promise<void> {
    const own = ++this.asked;
    const answer = await this.api.get(this.url, this.schema);
    if (own !== this.asked) return;
    this.failed = "refusal" in answer;
    if ("value" in answer) this.value = answer.value;
  }
}
