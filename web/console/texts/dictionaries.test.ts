import { expect, test } from "vitest";
import { CODES_TEXTS } from "./codes.ts";
import { ENROLMENT_TEXTS } from "./enrolment.ts";
import { EVIDENCE_TEXTS } from "./evidence.ts";
import { OPERATOR_TEXTS } from "./operator.ts";
import { ORGANISER_TEXTS } from "./organiser.ts";
import { PREPARATION_TEXTS } from "./preparation.ts";
import { REHEARSALS_TEXTS } from "./rehearsals.ts";
import { TEXTS } from "./texts.ts";

/** Every key, nested ones by their path; functions and sentences alike. */
const keysOf = (value: unknown, path = ""): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, below]) => keysOf(below, `${path}.${key}`))
    : [path];
/** Sentences by key. */
const sentencesOf = (value: unknown, path = ""): [string, string][] =>
  typeof value === "string"
    ? [[path, value]]
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, below]) => sentencesOf(below, `${path}.${key}`))
      : [];

test.each(
  Object.entries({
    TEXTS,
    ORGANISER_TEXTS,
    OPERATOR_TEXTS,
    PREPARATION_TEXTS,
    REHEARSALS_TEXTS,
    CODES_TEXTS,
    ENROLMENT_TEXTS,
    EVIDENCE_TEXTS,
  }),
)("%s says the same things in both languages, and leaves nothing out", (_name, texts) => {
  expect(keysOf(texts.en).sort()).toEqual(keysOf(texts.fr).sort());
  const empty = [...sentencesOf(texts.fr), ...sentencesOf(texts.en)].filter(([, sentence]) => sentence.trim() === "");
  expect(empty).toEqual([]);
});
