/** Folders of pages, in the order of the navigation. A page that is not reached from here is not built. */
import { JURY } from "./jury/section.ts";
import type { Section } from "./shell/section.ts";

export const SECTIONS: readonly Section[] = [JURY];
