/** Folders of pages, in the order of the navigation. A page that is not reached from here is not built. */
import { JURY, RESULTS } from "./jury/section.ts";
import { OFFICE, TEACHER } from "./office/section.ts";
import { ACCESS } from "./access/section.ts";
import { STUDENT } from "./student/section.ts";
import type { Section } from "./shell/section.ts";

export const SECTIONS: readonly Section[] = [JURY, OFFICE, TEACHER, STUDENT, ACCESS, RESULTS];
