/** Pages of the exam office and of teachers. */
import type { Page, Section } from "../shell/section.ts";
import { TEXTS } from "./texts/texts.ts";

/** `below`: of a tab that has several pages. */
const tab = (key: keyof typeof TEXTS.fr.tabs, load: Page["load"], below = ""): Page => ({
  path: `/competitions/:competitionId/${key}${below}`,
  title: { fr: TEXTS.fr.tabs[key], en: TEXTS.en.tabs[key] },
  load,
});

export const OFFICE: Section = {
  name: "office",
  title: { fr: TEXTS.fr.office, en: TEXTS.en.office },
  who: ["office"],
  pages: [
    {
      path: "",
      title: { fr: TEXTS.fr.competitions.title, en: TEXTS.en.competitions.title },
      inNavigation: true,
      load: () => import("./pages/CompetitionsPage.svelte"),
    },
    {
      path: "/populations",
      title: { fr: TEXTS.fr.populations.title, en: TEXTS.en.populations.title },
      inNavigation: true,
      load: () => import("./pages/PopulationsPage.svelte"),
    },
    tab("plan", () => import("./pages/PlanPage.svelte")),
    tab("people", () => import("./pages/PeoplePage.svelte")),
    tab("people", () => import("./people/PersonPage.svelte"), "/:personId"),
    tab("marks", () => import("./pages/MarksPage.svelte")),
    tab("computations", () => import("./pages/ComputationsPage.svelte")),
    tab("publication", () => import("./pages/PublicationPage.svelte")),
    tab("answers", () => import("./people/AnswersPage.svelte")),
    tab("mails", () => import("./mails/LogPage.svelte")),
    tab("mails", () => import("./mails/WritePage.svelte"), "/write"),
    tab("mails", () => import("./mails/WritePage.svelte"), "/write/:readers"),
    tab("mails", () => import("./mails/TextsPage.svelte"), "/texts"),
    tab("mails", () => import("./mails/AccountsPage.svelte"), "/accounts"),
    tab("exports", () => import("./pages/ExportsPage.svelte")),
  ],
};

export const TEACHER: Section = {
  name: "teacher",
  title: { fr: TEXTS.fr.teacher, en: TEXTS.en.teacher },
  who: ["teacher"],
  pages: [
    {
      path: "",
      title: { fr: TEXTS.fr.tabs.marks, en: TEXTS.en.tabs.marks },
      inNavigation: true,
      load: () => import("../teacher/TeacherPage.svelte"),
    },
  ],
};
