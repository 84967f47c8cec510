/** A small paper of every type of question, with a progressive case and an article. It has no key: nothing can mark it. */
import type { ViewImage, ViewPaper } from "#contracts/paper/view";
import type { Language } from "#ui/i18n.ts";
import { type Drawing, PLAN_DRAWING, TRACE_DRAWING } from "./practice-drawings.ts";
import type { PracticeWords } from "./practice-words.ts";
import { practiceWordsEn } from "./practice-words-en.ts";
import { practiceWordsFr } from "./practice-words-fr.ts";

export interface PracticeFile {
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
export interface PracticePaper {
  readonly view: ViewPaper;
  readonly files: readonly PracticeFile[];
}
export const PRACTICE_MINUTES = 20;

const WORDS: Readonly<Record<Language, PracticeWords>> = { fr: practiceWordsFr, en: practiceWordsEn };
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** `sha256Hex`: of bytes, hex. */
export async function practicePaper(
  language: Language,
  sha256Hex: (bytes: Uint8Array<ArrayBuffer>) => Promise<string>,
): Promise<PracticePaper> {
  const words = WORDS[language];
  const drawn = async ({ svg }: Drawing): Promise<PracticeFile> => {
    const bytes = new TextEncoder().encode(svg);
    return { sha256: await sha256Hex(bytes), mediaType: "image/svg+xml", bytes };
  };
  const [trace, plan] = await Promise.all([drawn(TRACE_DRAWING), drawn(PLAN_DRAWING)]);
  const view: ViewPaper = {
    format: "amphi-paper-view",
    version: 1,
    id: "practice",
    title: words.title,
    language,
    durationMinutes: PRACTICE_MINUTES,
    sections: [caseOf(words.case, trace, plan), isolatedOf(words.isolated), articleOf(words.article)],
  };
  return { view, files: [trace, plan] };
}

type Section = ViewPaper["sections"][number];

const base = (id: string, { stem }: { readonly stem: string }) => ({ id, stemHtml: `<p>${stem}</p>`, images: [] });
const options = ({ options }: { readonly options: readonly string[] }) => ({
  options: options.map((html, index) => ({ id: LETTERS.charAt(index), html })),
});
const shown = ({ sha256 }: PracticeFile, alt: string, { width, height }: Drawing): ViewImage => ({
  sha256,
  alt,
  width,
  height,
});

function caseOf(words: PracticeWords["case"], trace: PracticeFile, plan: PracticeFile): Section {
  const image = shown(trace, words.trace.alt, TRACE_DRAWING);
  return {
    id: "case",
    title: words.title,
    kind: "progressive_case",
    navigation: "locked",
    introductionHtml: words.introduction,
    article: null,
    items: [
      { ...base("case-1", words.first), type: "QRM", ...options(words.first) },
      { ...base("case-2", words.trace), images: [image], type: "QRU", ...options(words.trace) },
      {
        ...base("case-3", words.plan),
        type: "QZP",
        zoneImage: shown(plan, words.plan.alt, PLAN_DRAWING),
        expected: 1,
      },
    ],
  };
}

function isolatedOf(words: PracticeWords["isolated"]): Section {
  return {
    id: "isolated",
    title: words.title,
    kind: "isolated_questions",
    navigation: "free",
    introductionHtml: null,
    article: null,
    items: [
      { ...base("isolated-1", words.few), type: "QRP", expected: 2, ...options(words.few) },
      { ...base("isolated-2", words.list), type: "QRPL", expected: 3, ...options(words.list) },
      { ...base("isolated-3", words.short), type: "QROC", wordsMax: 1, unit: null },
      {
        ...base("isolated-4", words.scale),
        type: "TCS",
        hypothesisHtml: words.scale.hypothesis,
        findingHtml: words.scale.finding,
      },
    ],
  };
}

function articleOf(words: PracticeWords["article"]): Section {
  return {
    id: "article",
    title: words.title,
    kind: "article_reading",
    navigation: "free",
    introductionHtml: null,
    article: { title: words.heading, html: words.html, images: [] },
    items: [
      { ...base("article-1", words.design), type: "QRU", ...options(words.design) },
      { ...base("article-2", words.result), type: "QRM", ...options(words.result) },
    ],
  };
}
