import { plural } from "#ui/i18n.ts";
import type { PreparationTexts } from "./preparation-fr.ts";

const number = new Intl.NumberFormat("en-GB");
const many = (n: number, one: string, other: string) => `${number.format(n)} ${plural("en", n, one, other)}`;
const minutes = (ms: number) => `${number.format(Math.round(ms / 60_000))} min`;

export const preparationEn: PreparationTexts = {
  title: "Preparation",
  tabs: {
    calendar: "Calendar",
    papers: "Papers",
    centres: "Centres and rooms",
    staff: "Accounts",
    imports: "Imports",
  },
  unreachable: "The database does not answer: preparation waits. The rest of the consoles goes on.",
  retry: "Try again",
  loading: "Reading…",
  minutes,
  calendar: {
    none: "No sitting and no reserve slot.",
    sitting: "Sitting",
    reserve: "Free reserve slot",
    reserveTaken: "Used reserve slot",
    rehearsal: "rehearsal",
    replaces: "replaces a cancelled sitting",
    rules: (latestAdmission, earliestLeaving, early) =>
      [
        latestAdmission > 0
          ? `admission until ${minutes(latestAdmission)} after the start`
          : "no admission after the start",
        earliestLeaving === null ? "leaving at the end" : `leaving after ${minutes(earliestLeaving)}`,
        early ? "handing in early allowed" : "no handing in early",
      ].join(" · "),
    backup: "backup paper staged",
    noBackup: "no backup paper",
    items: (n) => many(n, "question", "questions"),
  },
  papers: {
    title: "Title",
    slug: "Short name",
    duration: "Duration",
    items: "Questions",
    used: "Sittings",
    never: "never given",
    none: "No paper was imported. They are imported on the command line, with their answer key.",
  },
  centres: {
    centre: "Centre",
    rooms: "Rooms",
    expected: "Candidates",
    room: "Room",
    code: "Code",
    plan: "Plan",
    noPlan: "no seat plan",
    seats: (rows, columns) => `${rows} rows of ${columns}`,
    none: "No centre. Import the exam or the candidates.",
    full: "more candidates than seats",
  },
  staff: {
    name: "Name",
    login: "Login",
    role: "Role",
    where: "Where",
    nation: "the whole nation",
    wholeCentre: (code) => `centre ${code}`,
    rooms: (code, rooms) => `${code}: ${rooms}`,
    disabled: "disabled",
    none: "No account.",
    lines: (n) => many(n, "account", "accounts"),
    search: "Search accounts",
  },
  imports: {
    lead: "A file is checked first and changes nothing. You see what would change, then you store it.",
    kinds: { exam: "Exam (JSON)", staff: "Accounts (CSV)", candidates: "Candidates (CSV)" },
    what: "What is in the file?",
    file: "File",
    choose: "Choose a file.",
    tooLarge: (limit) => `The file is larger than ${number.format(limit / 1024 / 1024)} MiB.`,
    check: "Check",
    checking: "Checking…",
    store: "Store",
    storing: "Storing…",
    clean: "No problem.",
    problems: (n) => many(n, "problem", "problems"),
    problemsLead: "Nothing was stored. Correct the file, then check it again.",
    line: "Line",
    place: "Column",
    message: "Problem",
    change: (what, made, changed, same) =>
      `${what}: ${number.format(made)} new, ${number.format(changed)} changed, ${number.format(same)} unchanged`,
    preview: "First lines, as they are understood",
    stored: "Stored.",
    letters: "First passwords, shown this once",
    lettersHint: "Hand them over in person, or print this page now.",
    password: "Password",
    secondFactor: "Second factor",
    refused: (reason) => `Refused: ${reason}`,
  },
  copy: {
    title: "Start from last year",
    lead: "Download the exam as a file, change its short name and dates, then import it.",
    download: "Download the exam (JSON)",
  },
};
