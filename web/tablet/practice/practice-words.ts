/** The words of the practice paper, one dictionary per language; practice-paper.ts gives them their form. */
export interface PracticeWords {
  readonly title: string;
  readonly case: {
    readonly title: string;
    readonly introduction: string;
    readonly first: Question & Options;
    readonly trace: Question & Options & { readonly alt: string };
    readonly plan: Question & { readonly alt: string };
  };
  readonly isolated: {
    readonly title: string;
    readonly few: Question & Options;
    readonly list: Question & Options;
    readonly short: Question;
    readonly scale: Question & { readonly hypothesis: string; readonly finding: string };
  };
  readonly article: {
    readonly title: string;
    readonly heading: string;
    readonly html: string;
    readonly design: Question & Options;
    readonly result: Question & Options;
  };
}
interface Question {
  readonly stem: string;
}
interface Options {
  readonly options: readonly string[];
}
