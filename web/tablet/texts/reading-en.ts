import { plural } from "#ui/i18n.ts";
import type { readingFr } from "./reading-fr.ts";

/** Texts of what helps to look at an image and to read an article, in English. */
export const readingEn: typeof readingFr = {
  light: {
    open: "Brightness and contrast",
    brightness: "Brightness",
    contrast: "Contrast",
    more: { brightness: "Brighter", contrast: "More contrast" },
    less: { brightness: "Darker", contrast: "Less contrast" },
    invert: "Invert",
    reset: "As it was made",
  },
  reading: {
    tabs: "What is shown",
    article: "Article",
    questions: "Questions",
    tools: "Reading tools",
    search: "Search the article",
    found: (n, of) => `${n} of ${of}`,
    nothing: "Nothing found",
    previous: "Previous match",
    next: "Next match",
    mark: "Highlight",
    unmark: "Remove the highlight",
    howToMark: "Select a passage of the article, or search for it, then highlight it.",
    marks: (n) => `${n} ${plural("en", n, "highlighted passage", "highlighted passages")}`,
    remove: (text) => `Remove the highlight “${text}”`,
  },
};
