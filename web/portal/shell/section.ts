/** What a folder of pages tells the shell. */
import type { Component } from "svelte";
import type { PortalRole } from "#domain/staff/account";
import type { Language } from "#ui/i18n.ts";
import type { Portal } from "./portal.svelte.ts";

/** `anyone`: without a session, and with any. */
export type Audience = PortalRole | "student" | "anyone";
export type Words = Readonly<Record<Language, string>>;

export interface PageProps {
  readonly portal: Portal;
  /** What the path's `:names` stand for. */
  readonly params: Readonly<Record<string, string>>;
}
export interface Page {
  /** After the section's name, as `/exams/:examId/runs`; the empty path is the section's front page. */
  readonly path: string;
  readonly title: Words;
  /** Of the navigation; left out: reached from other pages. */
  readonly inNavigation?: boolean;
  readonly load: () => Promise<{ default: Component<PageProps> }>;
}
export interface Section {
  /** First part of its paths: `#/jury/…`. */
  readonly name: string;
  readonly title: Words;
  readonly who: readonly Audience[];
  readonly pages: readonly Page[];
}
