/** Why an item deserves a second look, in words and with a weight. Nothing is decided here: the jury reads and rules. */
import type { ItemStatistics } from "#domain/marking/statistics";

export const SUSPICION_CODES = [
  "right_option_of_the_weak",
  "wrong_option_of_the_strong",
  "wrong_option_leads",
  "discriminates_backwards",
  "centre_apart",
  "frequent_text_not_accepted",
  "hardly_discriminates",
  "hardly_answered",
  "too_hard",
  "too_easy",
] as const;
export interface Suspicion {
  readonly code: (typeof SUSPICION_CODES)[number];
  readonly words: string;
  /** The higher the sum over an item, the earlier it stands. */
  readonly weight: number;
}

type Bare = Omit<ItemStatistics, "suspicions">;

/** Below this many candidates correlations are chance. */
const CANDIDATES_MIN = 30;
const CHOSEN_RATE_MIN = 0.05;
const TEXT_RATE_MIN = 0.03;
const CENTRE_CANDIDATES_MIN = 15;
/** A centre is apart when its mean is this many standard errors, and this much, away from everybody's. */
const CENTRE_ERRORS = 4;
const CENTRE_GAP = 0.15;

export function suspicionsOf(item: Bare): Suspicion[] {
  if (item.candidates < CANDIDATES_MIN) return [];
  return [
    ...optionSuspicions(item),
    ...textSuspicions(item),
    ...discriminationOf(item),
    ...easeOf(item),
    ...centresApart(item),
  ];
}

/** Two standard errors of a correlation of nothing with nothing. */
const noise = ({ candidates }: Bare): number => 2 / Math.sqrt(candidates);

function optionSuspicions(item: Bare): Suspicion[] {
  const least = Math.max(0.05, noise(item));
  const rights = item.choices.filter(({ right }) => right === true);
  const leading = Math.max(...rights.map(({ rate }) => rate), 0);
  return item.choices.flatMap(({ chosen, right, rate, discrimination: r }): Suspicion[] => {
    if (right === null || rate < CHOSEN_RATE_MIN) return [];
    if (right && r !== null && r < -least)
      return [
        {
          code: "right_option_of_the_weak",
          weight: 5,
          words: `the right option ${chosen} is ticked by those who do worse elsewhere (r = ${shown(r)})`,
        },
      ];
    if (!right && r !== null && r > least)
      return [
        {
          code: "wrong_option_of_the_strong",
          weight: 5,
          words: `the wrong option ${chosen} is ticked by those who do better elsewhere (r = ${shown(r)}): is the key right?`,
        },
      ];
    if (!right && item.type === "QRU" && rate > leading)
      return [
        {
          code: "wrong_option_leads",
          weight: 3,
          words: `the wrong option ${chosen} is ticked more often (${percent(rate)}) than the right one (${percent(leading)})`,
        },
      ];
    return [];
  });
}

function textSuspicions({ type, choices }: Bare): Suspicion[] {
  if (type !== "QROC") return [];
  return choices
    .filter(({ right, rate }) => right === false && rate >= TEXT_RATE_MIN)
    .map(({ chosen, rate }) => ({
      code: "frequent_text_not_accepted",
      weight: 3,
      words: `"${chosen}" is not accepted and was written by ${percent(rate)}`,
    }));
}

function discriminationOf({ discrimination: r, difficulty, ...item }: Bare): Suspicion[] {
  if (r === null) return [];
  if (r < -2 / Math.sqrt(item.candidates))
    return [
      {
        code: "discriminates_backwards",
        weight: 4,
        words: `who does better elsewhere does worse here (r = ${shown(r)})`,
      },
    ];
  const middling = difficulty > 0.1 && difficulty < 0.95;
  if (r < 0.1 && middling)
    return [{ code: "hardly_discriminates", weight: 2, words: `hardly tells candidates apart (r = ${shown(r)})` }];
  return [];
}

function easeOf({ difficulty, answered, candidates }: Bare): Suspicion[] {
  const empty = 1 - answered / candidates;
  return [
    ...(empty >= 0.1
      ? [
          {
            code: "hardly_answered" as const,
            weight: 2,
            words: `${percent(empty)} entered nothing: did everybody see it?`,
          },
        ]
      : []),
    ...(difficulty <= 0.1 ? [{ code: "too_hard" as const, weight: 2, words: `mean mark ${percent(difficulty)}` }] : []),
    ...(difficulty >= 0.97
      ? [{ code: "too_easy" as const, weight: 1, words: `mean mark ${percent(difficulty)}` }]
      : []),
  ];
}

/** An image that did not appear somewhere shows here. */
function centresApart({ centres, difficulty, deviation }: Bare): Suspicion[] {
  return centres
    .filter(({ centre, candidates, difficulty: own }) => {
      const gap = difficulty - own;
      const error = deviation / Math.sqrt(candidates);
      return centre !== "" && candidates >= CENTRE_CANDIDATES_MIN && gap >= CENTRE_GAP && gap >= CENTRE_ERRORS * error;
    })
    .map(({ centre, difficulty: own }) => ({
      code: "centre_apart",
      weight: 4,
      words: `centre ${centre}: mean mark ${percent(own)}, ${percent(difficulty)} overall`,
    }));
}

const shown = (r: number): string => (Math.round(r * 100) / 100).toFixed(2);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
