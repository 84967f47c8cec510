import { plural } from "#ui/i18n.ts";
import { ago } from "./durations.ts";
import type { OperatorTexts } from "./operator-fr.ts";

const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });
const bytes = (n: number) =>
  n >= 1024 ** 3 ? `${number.format(n / 1024 ** 3)} GiB` : `${number.format(Math.round(n / 1024 ** 2))} MiB`;
const ms = (n: number) => (n < 1000 ? `${n} ms` : ago(n));

export const operatorEn: OperatorTexts = {
  title: "Platform",
  unknown: "unknown",
  waiting: "Nothing heard of the platform so far.",
  stale: (age) => `Data ${ago(age)} old.`,
  bytes,
  ms,
  count: (n) => number.format(n),
  figures: {
    connected: "Connected / present",
    d1: "D1 p99",
    d1Hint: "received and kept on disk",
    d2: "D2 p99",
    d2Hint: "in the database",
    rate: "Answers per second",
    backlog: "Waiting",
    quarantined: "Set aside",
    disk: "Free disk",
  },
  partitions: {
    title: "Waiting, by partition",
    name: (n) => `p${String(n).padStart(2, "0")}`,
    empty: "empty",
  },
  advice: {
    title: "To do",
    none: "Nothing to do: everything is within bounds.",
    problem: {
      part_down: (about) => `${about} is down.`,
      store_missing: (about) => `${about} does not answer.`,
      quarantine: (_about, n) => `${number.format(n)} ${plural("en", n, "answer", "answers")} set aside.`,
      disk: (_about, n) => `${bytes(n)} of disk left.`,
      backlog: (_about, n) => `The oldest answer has waited for ${ms(n)}.`,
      d1: (_about, n) => `Answers are received within ${ms(n)} (p99).`,
      d2: (_about, n) => `Answers reach the database within ${ms(n)} (p99).`,
      memory: (about, n) => `${about} uses ${bytes(n)} of memory.`,
      cpu: (about, n) => `${about} uses ${number.format(n)} % of a core.`,
      mismatch: (about) => `${about} has not the version or the settings of the others.`,
    },
    todo: {
      part_down: "The supervisor starts it again by itself. If it stays down for 10 s, read its log, then restart it.",
      store_missing: "Nothing is lost. Check the server and its disk; processes reconnect by themselves.",
      quarantine: "Receipts of those candidates wait. Examine these answers before closing; erase nothing.",
      disk: "Free space or enlarge the volume before it is full: answers are written there.",
      backlog: "Look at PostgreSQL and the drains. No national pause is needed: the answers are kept.",
      d1: "Look at the disk of the answers’ Redis and the load of the ingests; add an ingest when a core is full.",
      d2: "Look at PostgreSQL (disk, locks); restart a drain that is stuck, another takes its partitions.",
      memory: "Restart this process, during a pause if possible; tablets reconnect by themselves.",
      cpu: "Add a process of this kind, or move one.",
      mismatch: "Restart those that differ with the version and settings of the others, before the start.",
    },
  },
  parts: {
    title: "Processes and stores",
    name: "Name",
    kind: "Role",
    state: "State",
    up: "up",
    down: "down",
    memory: "Memory",
    cpu: "Core",
    build: "Version",
    config: "Settings",
    detail: "Detail",
    details: {
      serving: "serving",
      answers: "answers",
      "does not answer": "does not answer",
      "not heard of for 3 s": "not heard of for 3 s",
    },
    kinds: {
      ingest: "reception",
      drain: "storing",
      control: "consoles",
      jobs: "jobs",
      packages: "sealed papers",
      answers_redis: "answers’ Redis",
      control_redis: "control Redis",
      postgres: "PostgreSQL",
    },
    differs: "differs from the others",
  },
  restart: {
    action: "Restart",
    title: (name) => `Restart ${name}?`,
    lead: "The process finishes what it has begun, stops and comes back within seconds. Nothing is lost.",
    control: "Consoles, this one included, reconnect.",
    ingest: "Its tablets reconnect to another server; they keep their answers.",
    underPause: "A pause is under way: this is a good moment.",
    noPause: "No pause is under way. A restart disturbs less during a pause; ask for one if nothing is urgent.",
    go: "Restart now",
    sent: "Request sent. The list shows the state.",
    failed: "The request was not sent. Try again.",
  },
};
