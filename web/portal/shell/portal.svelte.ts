/** The portal as its pages see it: who is here, the language, the theme, the address, the server's clock. */
import { z } from "zod";
import { StaffSession } from "#contracts/console/account";
import { StudentSession } from "#contracts/portal/student/account";
import type { Clock } from "#client-core/ports";
import { isPortalRole, type StaffAccount } from "#domain/staff/account";
import { firstLanguage, type Language } from "#ui/i18n.ts";
import type { Answer, PortalApi, Refusal } from "./api.ts";
import { type Found, findPage, homeOf, isFor } from "./router.ts";
import type { Audience, Section } from "./section.ts";
import { TEXTS } from "./texts.ts";

export const THEMES = ["light", "dark", "yellow"] as const;
export type Theme = (typeof THEMES)[number];

export interface PortalPorts {
  readonly api: PortalApi;
  readonly clock: Clock;
  readonly languages: readonly string[];
  /** What this browser remembers of its person: language and theme, nothing else. */
  readonly memory: Pick<Storage, "getItem" | "setItem">;
  /** The part of the address behind the `#`, with it. */
  readonly address: {
    read(): string;
    go(path: string): void;
    onChange(changed: () => void): void;
  };
}
/** Who is signed in. A student's section tells its own with `enter`. */
export interface Person {
  readonly audience: Exclude<Audience, "anyone">;
  readonly name: string;
  /** Null: a student. */
  readonly account: StaffAccount | null;
}

const TICK_MS = 1_000;
const ServerTime = z.object({ serverTimeMs: z.number() });

export class Portal {
  language = $state.raw<Language>("fr");
  theme = $state.raw<Theme>("light");
  texts = $derived(TEXTS[this.language]);
  stage = $state.raw<"opening" | "open">("opening");
  person = $state.raw<Person | null>(null);
  /** The session has ended under a page, which stays as it was behind the sign-in. */
  ended = $state.raw(false);
  hash = $state.raw("");
  audience = $derived<Audience>(this.person?.audience ?? "anyone");
  found = $derived(this.lookUp());
  own = $derived(this.ownSections());
  /** Server time, moved on every second; 0: not known yet. */
  nowMs = $state.raw(0);

  readonly api: PortalApi;
  private ahead = 0;

  constructor(
    private readonly ports: PortalPorts,
    readonly sections: readonly Section[],
  ) {
    const { address, api, languages, memory } = ports;
    this.api = api;
    this.language = firstLanguage([memory.getItem("language") ?? "", ...languages]);
    this.theme = THEMES.find((one) => one === memory.getItem("theme")) ?? "light";
    this.hash = address.read();
    address.onChange(() => (this.hash = address.read()));
    api.onRefusal = (refusal) => {
      if (refusal.code === "session_ended" && this.person) this.ended = true;
    };
  }

  /** A student's mails follow. */
  speak(language: Language): void {
    this.language = language;
    this.ports.memory.setItem("language", language);
    if (this.audience === "student") void this.api.post("/api/student/language", { language }, StudentSession);
  }
  show(theme: Theme): void {
    this.theme = theme;
    this.ports.memory.setItem("theme", theme);
  }
  go(path: string): void {
    this.ports.address.go(path);
    this.hash = this.ports.address.read();
  }

  /** Goes on with the session of the cookie, if there is one. */
  async open(): Promise<void> {
    void this.readClock();
    const answer = await this.api.get("/api/staff/me", StaffSession);
    if ("value" in answer) this.enterStaff(answer.value.account);
    else await this.openStudent();
    this.stage = "open";
  }

  private async openStudent(): Promise<void> {
    const answer = await this.api.get("/api/student/me", StudentSession);
    if ("value" in answer) this.enter({ audience: "student", name: answer.value.account.name, account: null });
  }

  async signIn(login: string, password: string, code: string | null): Promise<Refusal | null> {
    const answer = await this.api.post("/api/staff/sign-in", { login, password, code }, StaffSession);
    if ("refusal" in answer) return answer.refusal;
    this.enterStaff(answer.value.account);
    return null;
  }

  /** Whoever signs in lands where the address leads, or at the own front page. */
  enter(person: Person): void {
    this.person = person;
    this.ended = false;
    if (this.found === null) this.go(homeOf(this.sections, person.audience) ?? "#/");
  }

  async signOut(everywhere: boolean): Promise<void> {
    const door = this.person?.audience === "student" ? "student" : "staff";
    const answer: Answer<unknown> = await this.api.post(`/api/${door}/sign-out`, { everywhere }, z.unknown());
    if ("refusal" in answer && answer.refusal.code === "unreachable") return;
    this.leave();
  }
  /** Nobody is signed in any more. */
  leave(): void {
    this.person = null;
    this.ended = false;
    this.go("#/");
  }

  private lookUp(): Found | null {
    return findPage(this.sections, this.hash, this.audience);
  }
  private ownSections(): readonly Section[] {
    return this.sections.filter((section) => isFor(section, this.audience));
  }

  private enterStaff(account: StaffAccount): void {
    const { name, role } = account;
    if (isPortalRole(role)) this.enter({ audience: role, name, account });
  }

  private async readClock(): Promise<void> {
    const answer = await this.api.get("/api/time", ServerTime);
    if ("refusal" in answer) return void this.ports.clock.after(10 * TICK_MS, () => void this.readClock());
    this.ahead = answer.value.serverTimeMs - this.ports.clock.nowMs();
    this.tick();
  }
  private tick(): void {
    this.nowMs = this.ports.clock.nowMs() + this.ahead;
    this.ports.clock.after(TICK_MS - (this.nowMs % TICK_MS), () => this.tick());
  }
}
