import type { Section } from "../shell/section.ts";

export const JURY: Section = {
  name: "jury",
  title: { fr: "Jury", en: "Jury" },
  who: ["jury"],
  pages: [
    { path: "", title: { fr: "Examens", en: "Exams" }, inNavigation: true, load: () => import("./ExamsPage.svelte") },
  ],
};
