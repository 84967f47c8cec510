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
  zones: {
    list: "Place by a list of zones",
    zone: "Zone of the image",
    name: (row, column) => `${row}${column}: row ${row}, column ${column}`,
    help: "Row A is at the top, column 1 on the left. The point is placed in the middle of the zone.",
    place: "Place the point",
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
