import type { Section } from "../shell/section.ts";

export const STUDENT: Section = {
  name: "student",
  title: { fr: "Mes concours", en: "My competitions" },
  who: ["student"],
  pages: [
    {
      path: "",
      title: { fr: "Mes concours", en: "My competitions" },
      inNavigation: true,
      load: () => import("./CompetitionsPage.svelte"),
    },
    {
      path: "/competitions/:id/wishes",
      title: { fr: "Mes vœux", en: "My wishes" },
      load: () => import("./WishesPage.svelte"),
    },
    {
      path: "/competitions/:id/results",
      title: { fr: "Mes résultats", en: "My results" },
      load: () => import("./ResultsPage.svelte"),
    },
    {
      path: "/competitions/:id/history",
      title: { fr: "Historique", en: "History" },
      load: () => import("./HistoryPage.svelte"),
    },
  ],
};
