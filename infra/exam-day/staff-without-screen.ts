/** Leads of the other centres: the real sign-in and acts over HTTP, without a page. */
import { randomUUID } from "node:crypto";
import type { ActAsked } from "#contracts/console/acts";
import { DEMO_PASSWORD } from "#domain/exam/demo-staff";
import { READINESS_CHECKS } from "#domain/sitting/act";

export class StaffWithoutScreen {
  private constructor(
    private readonly address: string,
    private readonly cookie: string,
    readonly centreId: number,
  ) {}

  static async signIn(address: string, login: string): Promise<StaffWithoutScreen> {
    const answer = await post(address, "/api/staff/sign-in", { login, password: DEMO_PASSWORD, code: null });
    if (answer.status !== 200) throw new Error(`${login}: ${await answer.text()}`);
    const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    const { account } = (await answer.json()) as { account: { centreId: number } };
    return new StaffWithoutScreen(address, cookie, account.centreId);
  }

  isReady(sittingId: number): Promise<void> {
    return this.act(sittingId, { kind: "ready", checks: [...READINESS_CHECKS] });
  }
  signs(sittingId: number): Promise<void> {
    return this.act(sittingId, { kind: "sign_minutes" });
  }

  private async act(sittingId: number, what: Pick<ActAsked, "kind" | "checks">): Promise<void> {
    const scope = { kind: "centre", id: this.centreId };
    const asked = { ...what, id: randomUUID(), cause: "", scope, effectiveAtMs: null, seenActId: null };
    const path = `/api/console/sittings/${sittingId}/acts`;
    const answer = await post(this.address, path, asked, this.cookie);
    if (answer.status !== 200) throw new Error(`centre ${this.centreId}, ${what.kind}: ${await answer.text()}`);
  }
}

const post = (address: string, path: string, body: unknown, cookie = "") =>
  fetch(new URL(path, address), {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(address).origin, cookie },
    body: JSON.stringify(body),
  });
