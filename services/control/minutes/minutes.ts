/** The minutes of one centre, composed from what is known: pure. */
import { actsSection, pausesSection, timesSection } from "#control/minutes/clock-sections";
import type { Block, TaggedDocument } from "#preparation/tagged-document";
import type { MinutesFacts } from "#control/minutes/facts";
import { attendanceSection, lossesOf, lostTimeSection, presenceOf } from "#control/minutes/people-sections";
import {
  changesSection,
  chatSection,
  creditsSection,
  incidentsSection,
  instructionsSection,
} from "#control/minutes/said-sections";
import { duration, type Telling, tellingOf } from "#control/minutes/telling";
import type { Words } from "#control/minutes/words";
import { recordOf, type SittingRecord } from "#domain/sitting/record";
import { foldJournal } from "#domain/sitting/state";

export function minutesOf(facts: MinutesFacts, words: Words): TaggedDocument {
  const state = foldJournal(facts.acts);
  const record = recordOf(facts.acts);
  const tell = tellingOf(facts, words);
  return {
    language: words.language,
    title: words.title,
    running: words.minutesOf(facts.centre.name, facts.sitting.title),
    pageNumber: words.page,
    blocks: [
      headerBlock(facts, record, words, tell),
      ...timesSection(facts, state, words, tell),
      ...actsSection(facts, words, tell),
      ...pausesSection(facts, state, words, tell),
      ...incidentsSection(facts, record, words, tell),
      ...instructionsSection(facts, record, words, tell),
      ...creditsSection(facts, record, words, tell),
      ...changesSection(facts, record, words, tell),
      ...lostTimeSection(facts, lossesOf(facts, state, record), words),
      ...attendanceSection(facts, record, words),
      ...chatSection(facts, words, tell),
      { kind: "heading", text: words.headings.signatures },
      { kind: "signatures", lines: words.signatureLines },
    ],
  };
}

function headerBlock(facts: MinutesFacts, record: SittingRecord, words: Words, tell: Telling): Block {
  const { sitting, centre, candidates, nowMs } = facts;
  const signature = record.signatures.get(centre.id);
  const attendanceAt = presenceOf(facts, record);
  const count = (of: string) => candidates.filter(({ id }) => attendanceAt(id) === of).length;
  const rows: [string, string][] = [
    [words.facts.exam, sitting.examTitle],
    [words.facts.sitting, sitting.title],
    [words.facts.paper, sitting.paperTitle],
    ...(sitting.rehearsal ? [[words.facts.rehearsal, words.rehearsal] as [string, string]] : []),
    [words.facts.centre, `${centre.name} (${centre.code})`],
    [words.facts.rooms, centre.rooms.map(({ name }) => name).join(", ")],
    [words.facts.planned, tell.dateTime(sitting.plannedStartMs)],
    [words.facts.duration, duration(sitting.durationMs)],
    [
      words.facts.people,
      words.people(candidates.length, count("present") + count("left"), count("absent"), count("left")),
    ],
    [words.facts.issued, tell.dateTime(nowMs)],
    [
      words.facts.signed,
      signature ? words.signedBy(tell.person(signature.author), tell.dateTime(signature.atMs)) : words.unsigned,
    ],
  ];
  return { kind: "facts", rows };
}
