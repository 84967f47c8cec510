import { clockTime, plural } from "#ui/i18n.ts";
import { ago } from "./durations.ts";
import type { PhaseTexts } from "./phase-fr.ts";

const number = new Intl.NumberFormat("en-GB");
const count = (n: number) => number.format(n);
const day = (atMs: number) => new Intl.DateTimeFormat("en-GB", { dateStyle: "short" }).format(atMs);
const many = (n: number, one: string, other: string) => `${count(n)} ${plural("en", n, one, other)}`;

export const phaseEn: PhaseTexts = {
  bar: {
    steps: "Steps of the sitting",
    commonEnd: (atMs) => `common end ${clockTime("en", atMs)}`,
    noEnd: "end unknown while the pause lasts",
    starts: (atMs) => `starts at ${clockTime("en", atMs)}`,
    resumes: (atMs) => `resumes at ${clockTime("en", atMs)}`,
    pauses: (atMs) => `pause at ${clockTime("en", atMs)}`,
    pausedSince: (atMs) => `paused since ${clockTime("en", atMs)}`,
    others: (n) => many(n, "centre has its own clock", "centres have their own clock"),
    more: "Other acts",
    waves: "Resume by waves",
    pauseCause: "Decided by the national organiser; an instruction follows.",
    replaced: "Another sitting replaces this one.",
  },
  act: {
    check_in: "Open check-in",
    ready: "Declare ready",
    start: "Start",
    pause: "Pause everywhere",
    resume: "Resume everywhere",
    credit: "Give time",
    backup: "Backup paper",
    end: "End",
    collect: "Open the collection",
    close: "Close",
    cancel: "Cancel the sitting",
  },
  check: {
    title: "Before going on",
    go: "go",
    noGo: "no-go",
    unknownOf: {
      centres: "Centres: unknown",
      tablets: "Tablets: unknown",
      back: "Tablets back: unknown",
      parts: "Servers: unknown",
      same: "Versions: unknown",
      backlog: "Answers waiting: unknown",
      stores: "Databases: unknown",
      rehearsal: "Rehearsal in the rooms: unknown",
      rehearsed: "Rehearsal of the platform: unknown",
    },
    allGo: "Everything is ready.",
    codes: {
      centres: (n) => (n === 0 ? "All centres are ready" : many(n, "centre is not ready", "centres are not ready")),
      tablets: (n) => (n === 0 ? "Tablets as they should be" : many(n, "tablet to check", "tablets to check")),
      back: (n) =>
        n === 0 ? "Tablets are back in all centres" : many(n, "centre waits for tablets", "centres wait for tablets"),
      parts: (n) => (n === 0 ? "Servers are up" : many(n, "server is down", "servers are down")),
      same: (n) => (n === 0 ? "The same version everywhere" : "Versions or settings differ"),
      backlog: (n) => (n === 0 ? "No answer is waiting" : many(n, "answer is waiting", "answers are waiting")),
      stores: (n) => (n === 0 ? "Databases answer" : many(n, "database is away", "databases are away")),
      rehearsal: (n) =>
        n === 0
          ? "Rehearsal passed in the rooms that played"
          : many(n, "room has not passed its rehearsal", "rooms have not passed their rehearsal"),
      rehearsed: (n) => `Rehearsal with ${many(n, "candidate", "candidates")}`,
    },
    rehearsed: ({ candidates, nearest, passed, withinDays }) =>
      passed
        ? `Rehearsal passed with ${many(passed.candidates, "candidate", "candidates")} on ${day(passed.atMs)}`
        : `No rehearsal with ${many(candidates, "candidate", "candidates")} passed in the last ${withinDays} days` +
          (nearest ? ` (the nearest: ${count(nearest.candidates)} on ${day(nearest.atMs)})` : ""),
    more: (n) => `and ${count(n)} more`,
    holdAll: (n) => `Hold back ${plural("en", n, "this centre", "these centres")}`,
    holdHint: "A centre that is held back does not start with the others; it gets a start of its own.",
  },
  proposals: {
    title: "Waiting for a second person",
    askedBy: (who) => `asked by ${who}`,
    several: (n) => many(n, "act", "acts"),
    expires: (ms) => `expires in ${ago(ms)}`,
    late: "The announced time has passed: the act would take effect at once.",
    yours: "Another person has to confirm.",
    confirm: "Confirm",
    withdraw: "Withdraw",
    waiting: "Confirming…",
    checking: "Checking the journal…",
    failed: (reason) => `Refused: ${reason}`,
    from: (atMs) => `at ${clockTime("en", atMs)}`,
    atOnce: "at once",
  },
  delivery: {
    title: "Delivery to the tablets",
    applied: (d) => `applied on ${count(d.applied)} of ${count(d.present)}`,
    done: (d) =>
      d.present === 1 ? "applied on the one tablet present" : `applied on all ${count(d.present)} tablets present`,
    none: "nobody present is concerned",
    absentees: (n) => `${many(n, "candidate", "candidates")} not connected: told when they come back`,
    missing: "Who is missing",
    unknownCandidate: (id) => `candidate ${id}`,
  },
  waves: {
    title: "Resume by waves",
    lead: "Centres go on one after the other, at announced times. Each then has its own clock.",
    first: "First resumption",
    spacing: "Minutes between waves",
    size: "Centres per wave",
    propose: "Centres whose tablets are back go first.",
    wave: (n) => `Wave ${n}`,
    leave: "Stays paused",
    back: (connected, all) => `${count(connected)} of ${count(all)} tablets back`,
    summary: (centres, waves) =>
      `${many(centres, "centre resumes", "centres resume")} in ${many(waves, "wave", "waves")}`,
    remain: (n) => many(n, "centre stays paused", "centres stay paused"),
    cause: "Cause",
    ask: "Ask for the resumption",
    past: "The time of the first resumption has passed.",
    none: "Choose at least one centre.",
    noCause: "Say why.",
    cancel: "Do nothing",
    sending: (done, all) => `Sending ${done} of ${all}…`,
    checking: "Checking the journal…",
    proposed: "Request recorded. A second person has to confirm.",
    done: "Resumption announced.",
    refused: (reason) => `Refused: ${reason}`,
    close: "Close",
  },
  reschedule: {
    title: "Reschedule",
    lead: "The sitting is cancelled. Answers and receipts are kept; it will not be marked.",
    open: "Reschedule on a reserve slot",
    slot: "Reserve slot",
    noSlot: "No reserve slot is left.",
    paper: "Paper",
    used: "given already",
    backup: "Backup paper",
    noBackup: "none",
    override: "Why give a paper that was given already",
    cause: "Cause",
    send: "Reschedule",
    sending: "Recording…",
    done: "Sitting rescheduled.",
    refused: (reason) => `Refused: ${reason}`,
    loading: "Reading slots and papers…",
    unreachable: "The list cannot be read at the moment.",
    retry: "Try again",
  },
};
