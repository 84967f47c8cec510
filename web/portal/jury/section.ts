import type { Section } from "../shell/section.ts";

export const JURY: Section = {
  name: "jury",
  title: { fr: "Jury", en: "Jury" },
  who: ["jury"],
  pages: [
    { path: "", title: { fr: "Examens", en: "Exams" }, inNavigation: true, load: () => import("./ExamsPage.svelte") },
    { path: "/exams/:examId", title: { fr: "Examen", en: "Exam" }, load: () => import("./ExamPage.svelte") },
    {
      path: "/exams/:examId/decisions",
      title: { fr: "Décisions", en: "Decisions" },
      load: () => import("./DecisionsPage.svelte"),
    },
    {
      path: "/exams/:examId/anonymity",
      title: { fr: "Anonymat", en: "Anonymity" },
      load: () => import("./AnonymityPage.svelte"),
    },
    {
      path: "/exams/:examId/release",
      title: { fr: "Publier les résultats", en: "Release results" },
      load: () => import("./ReleasePage.svelte"),
    },
    { path: "/exams/:examId/runs/:runId", title: { fr: "Calcul", en: "Run" }, load: () => import("./RunPage.svelte") },
    {
      path: "/exams/:examId/sittings/:sittingId/review",
      title: { fr: "Textes courts", en: "Short texts" },
      load: () => import("./ReviewPage.svelte"),
    },
    {
      path: "/exams/:examId/runs/:runId/compare",
      title: { fr: "Comparer", en: "Compare" },
      load: () => import("./ComparePage.svelte"),
    },
    {
      path: "/exams/:examId/runs/:runId/items/:position",
      title: { fr: "Question", en: "Item" },
      load: () => import("./ItemPage.svelte"),
    },
    {
      path: "/exams/:examId/runs/:runId/centres/:centre",
      title: { fr: "Centre", en: "Centre" },
      load: () => import("./CentrePage.svelte"),
    },
    {
      path: "/exams/:examId/runs/:runId/set-aside",
      title: { fr: "Entrées écartées", en: "Entries set aside" },
      load: () => import("./SetAsidePage.svelte"),
    },
  ],
};

/** Of candidates, who have no account. */
export const RESULTS: Section = {
  name: "results",
  title: { fr: "Résultats d’un examen", en: "Results of an exam" },
  who: ["anyone"],
  pages: [
    {
      path: "",
      title: { fr: "Lire mon résultat", en: "Read my result" },
      inNavigation: true,
      load: () => import("./ResultsPage.svelte"),
    },
  ],
};
