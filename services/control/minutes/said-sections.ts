/** Sections of minutes about what people said and changed: incidents, instructions, credits, lists, chat. */
import { tableOr } from "#control/minutes/clock-sections";
import type { Block } from "#preparation/tagged-document";
import { concerns, type MinutesFacts } from "#control/minutes/facts";
import { duration, type Telling } from "#control/minutes/telling";
import type { Words } from "#control/minutes/words";
import type { Act } from "#domain/sitting/act";
import { correctedBy, type SittingRecord } from "#domain/sitting/record";

const here = <One extends Act>(facts: MinutesFacts, acts: readonly One[]): One[] =>
  acts.filter((act) => concerns(facts, act.scope));
const timeColumn = (words: Words) => ({ title: words.columns.time, share: 1.4, figures: true });

export function incidentsSection(facts: MinutesFacts, record: SittingRecord, words: Words, tell: Telling): Block[] {
  const rows = here(facts, record.incidents).map((act) => [
    tell.time(act.atMs),
    words.incident[act.category],
    tell.scope(act.scope),
    tell.author(act),
    act.cause,
  ]);
  const { category, scope, author, text } = words.columns;
  const columns = [
    timeColumn(words),
    { title: category, share: 1.4 },
    { title: scope, share: 2.2 },
    { title: author, share: 2.6 },
    { title: text, share: 4.8 },
  ];
  return [{ kind: "heading", text: words.headings.incidents }, tableOr(words, columns, rows)];
}

export function instructionsSection(facts: MinutesFacts, record: SittingRecord, words: Words, tell: Telling): Block[] {
  const rows = here(facts, record.instructions).map((act) => {
    const newer = act.number === null ? null : correctedBy(record, act.number);
    return [
      act.number === null ? "–" : String(act.number),
      tell.time(act.effectiveAtMs),
      `${words.audience[act.audience]}, ${tell.scope(act.scope)}`,
      [
        act.text,
        ...(act.corrects === null ? [] : [words.corrects(act.corrects)]),
        ...(newer === null ? [] : [words.correctedBy(newer)]),
      ].join("\n"),
      tell.author(act),
    ];
  });
  const { number, audience, text, author } = words.columns;
  const columns = [
    { title: number, share: 0.6, figures: true },
    timeColumn(words),
    { title: audience, share: 2 },
    { title: text, share: 5.4 },
    { title: author, share: 2.6 },
  ];
  return [{ kind: "heading", text: words.headings.instructions }, tableOr(words, columns, rows)];
}

export function creditsSection(facts: MinutesFacts, record: SittingRecord, words: Words, tell: Telling): Block[] {
  const acts = here<Act>(facts, [...record.extraTimes, ...record.credits]).sort((a, b) => a.atMs - b.atMs);
  const planned = facts.candidates.filter(({ extraTime }) => extraTime.numerator !== extraTime.denominator);
  const rows = [
    ...planned.map(({ id, extraTime }) => [
      "–",
      words.extraTime(`${extraTime.numerator}/${extraTime.denominator}`),
      tell.scope({ kind: "candidate", id }),
      "–",
      "",
    ]),
    ...acts.map((act) => [
      tell.time(act.atMs),
      act.kind === "credit"
        ? words.with(words.acts.credit, duration(act.creditMs))
        : act.kind === "extra_time"
          ? words.extraTime(`${act.numerator}/${act.denominator}`)
          : "",
      tell.scope(act.scope),
      tell.author(act),
      act.cause,
    ]),
  ];
  const { what, scope, author, cause } = words.columns;
  const columns = [
    timeColumn(words),
    { title: what, share: 3 },
    { title: scope, share: 2.4 },
    { title: author, share: 2.6 },
    { title: cause, share: 3 },
  ];
  return [{ kind: "heading", text: words.headings.credits }, tableOr(words, columns, rows)];
}

export function changesSection(facts: MinutesFacts, record: SittingRecord, words: Words, tell: Telling): Block[] {
  const acts = here<Act>(facts, [...record.replacedDevices, ...record.registrations]).sort((a, b) => a.atMs - b.atMs);
  const rows = acts.map((act) => [
    tell.time(act.atMs),
    act.kind === "register" ? words.registration[act.registration] : words.acts[act.kind],
    tell.scope(act.scope),
    tell.author(act),
    [act.cause, ...(act.kind === "register" ? [act.detail] : [])].filter((text) => text !== "").join("; "),
  ]);
  const { what, scope, author, cause } = words.columns;
  const columns = [
    timeColumn(words),
    { title: what, share: 2.4 },
    { title: scope, share: 2.4 },
    { title: author, share: 2.8 },
    { title: cause, share: 3.4 },
  ];
  return [{ kind: "heading", text: words.headings.changes }, tableOr(words, columns, rows)];
}

export function chatSection(facts: MinutesFacts, words: Words, tell: Telling): Block[] {
  const rows = (facts.chat ?? []).map((message) => [
    tell.time(message.atMs),
    message.thread === "common" ? words.common : words.centreThread,
    `${message.author.name} (${words.roles[message.author.role]})`,
    message.text,
  ]);
  const { thread, author, text } = words.columns;
  const columns = [
    timeColumn(words),
    { title: thread, share: 1.2 },
    { title: author, share: 2.8 },
    { title: text, share: 6.6 },
  ];
  const body: Block =
    facts.chat === null ? { kind: "paragraph", text: words.missing.chat } : tableOr(words, columns, rows);
  return [{ kind: "heading", text: words.headings.chat }, body];
}
