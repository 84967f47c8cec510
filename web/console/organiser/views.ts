/** What the organiser's pages are called. */
import type { ActKind } from "#domain/sitting/act";

export const VIEWS = [
  "centres",
  "instructions",
  "chat",
  "alerts",
  "journal",
  "minutes",
  "platform",
  "preparation",
] as const;
export type View = (typeof VIEWS)[number];

/** Acts that the phase bar offers. */
export type NationalAct = Extract<
  ActKind,
  "check_in" | "ready" | "start" | "pause" | "resume" | "credit" | "backup" | "end" | "collect" | "close" | "cancel"
>;
