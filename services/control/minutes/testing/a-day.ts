/** A centre's day for tests of minutes: two rooms, a pause with an announced end, a cut, an incident, chat. */
import type { ChatMessage } from "#contracts/console/chat";
import type { RosterRow } from "#contracts/console/live";
import { DEFAULT_RULES } from "#contracts/exam/rules";
import type { MinutesFacts } from "#control/minutes/facts";
import { type Act, type ActKind } from "#domain/sitting/act";
import type { Scope } from "#domain/sitting/scope";
import { anAct } from "#domain/testing/builders";

export const at = (time: string): number => Date.parse(`2015-12-07T${time}+01:00`);
const NAMES = ["Abgrall", "Benaïssa", "Çelik", "Dvořák", "Etchegaray", "Fernández", "Guéguen", "Nguyễn"];

const candidate = (n: number, roomId: number): RosterRow => ({
  id: 100 + n,
  roomId,
  seat: `${roomId === 10 ? "A" : "B"}-${String(n).padStart(3, "0")}`,
  anonymityNumber: `${7_000_000 + n * 137}`,
  familyName: `${NAMES[n % NAMES.length] ?? ""}${n >= NAMES.length ? `-${n}` : ""}`,
  givenName: n % 2 ? "Éloïse" : "Jean-Noël",
  studentNumber: `2015${n}`,
  extraTime: n === 3 ? { numerator: 4, denominator: 3 } : { numerator: 1, denominator: 1 },
});
const message = (n: number, time: string, thread: "common" | number, name: string, text: string): ChatMessage => ({
  ...{ id: `00000000-0000-4000-8000-00000000000${n}`, position: `${n}-0`, thread, text, answers: null, atMs: at(time) },
  author: { accountId: n, name, role: thread === "common" ? "organiser" : "lead_proctor", centreId: null },
});

const said = (
  kind: ActKind,
  time: string,
  scope: Scope,
  author: string,
  cause: string,
  over: Parameters<typeof anAct>[2] = {},
): Act => ({ ...anAct(kind, at(time), { scope, ...over }), author, cause });
const NATION: Scope = { kind: "nation" };
const centre: Scope = { kind: "centre", id: 1 };
const roomA: Scope = { kind: "room", id: 10 };
const one = (n: number): Scope => ({ kind: "candidate", id: 100 + n });
const ORGANISER = "Marie Duval (organiser)";
const LEAD = "Paul Le Goff (lead_proctor)";
const PROCTOR = "Ana Silva (proctor)";

const acts: Act[] = [
  said("check_in", "13:00:00", NATION, ORGANISER, ""),
  said("attendance", "13:20:00", one(5), PROCTOR, "", { attendance: "absent" }),
  said("ready", "13:45:00", centre, LEAD, "", { checks: ["tablets", "network", "cards"] }),
  {
    ...said("start", "13:50:00", NATION, ORGANISER, "", {
      effectiveAtMs: at("14:00:00"),
      override: "deux centres suivent",
    }),
    second: "Luc Martin (organiser)",
  },
  said("incident", "14:21:10", roomA, PROCTOR, "Coupure du réseau sans fil de l’amphithéâtre, rangs 1 à 4", {
    category: "network",
  }),
  said("pause", "14:22:00", roomA, PROCTOR, "réseau coupé"),
  said("instruction", "14:25:00", NATION, ORGANISER, "", {
    text: "Question 12 : lire « 5 mg » au lieu de « 5 g ».",
    audience: "everyone",
  }),
  said("resume", "14:28:12", roomA, LEAD, "réseau rétabli"),
  said("pause", "15:00:00", NATION, ORGANISER, "saturation des serveurs"),
  said("resume", "15:20:00", NATION, ORGANISER, "reprise annoncée", { effectiveAtMs: at("15:45:00") }),
  said("credit", "15:50:00", roomA, LEAD, "temps de reconnexion", { creditMs: 300_000 }),
  said("replace_device", "15:55:00", one(4), PROCTOR, "écran figé"),
  said("attendance", "17:00:00", one(6), PROCTOR, "", { attendance: "left" }),
  said("waive_receipt", "18:20:00", one(7), LEAD, "tablette tombée en panne, copie papier jointe"),
  said("end", "19:10:00", NATION, ORGANISER, ""),
  said("sign_minutes", "19:20:00", centre, LEAD, ""),
  said("attendance", "13:30:00", { kind: "candidate", id: 999 }, PROCTOR, "ailleurs", { attendance: "absent" }),
];

export const aDay = (over: Partial<MinutesFacts> = {}): MinutesFacts => ({
  sitting: {
    ...{ id: 1, examId: 1, examTitle: "Épreuves classantes nationales informatisées", title: "Lundi 7 décembre, 14 h" },
    ...{ plannedStartMs: at("14:00:00"), durationMs: 3 * 3_600_000, backupDurationMs: null, itemCount: 90 },
    ...{ paperTitle: "Dossiers progressifs 1 à 6", rules: DEFAULT_RULES, rehearsal: true, replacesSittingId: null },
  },
  centre: {
    ...{ id: 1, code: "REN", name: "Faculté de médecine de Rennes" },
    rooms: [
      { id: 10, code: "A", name: "Amphithéâtre A", rows: null, columns: null, expected: 40 },
      { id: 11, code: "B", name: "Salle B", rows: null, columns: null, expected: 30 },
    ],
  },
  candidates: Array.from({ length: 70 }, (_, n) => candidate(n, n < 40 ? 10 : 11)),
  acts,
  chat: [
    message(1, "14:23:00", 1, "Paul Le Goff", "Réseau coupé dans l’amphi A, on a mis la salle en pause."),
    message(2, "14:24:30", 1, "Marie Duval", "Bien reçu. Redémarrez la borne 3, dites-nous quand c’est revenu."),
    message(3, "15:01:00", "common", "Marie Duval", "Pause nationale. Restez en salle, reprise annoncée sous peu."),
  ],
  connections: Array.from({ length: 40 }, (_, n) => n).flatMap((n) => [
    [100 + n, "on", at("13:30:00")] as const,
    ...(n > 7 && n < 11
      ? ([
          [100 + n, "off", at("14:10:00")],
          [100 + n, "on", at("14:14:30")],
        ] as const)
      : []),
  ]) as MinutesFacts["connections"],
  submissions: new Map(
    Array.from({ length: 70 }, (_, n) => n)
      .filter((n) => n !== 5 && n !== 7 && n !== 8)
      .map((n) => [100 + n, { madeAtMs: at("18:05:00"), code: `K7Q${n % 10}W2MX9R4ABC8D`, stored: n !== 9 }]),
  ),
  madeInPauses: new Map(),
  waits: new Map(),
  timeZone: "Europe/Paris",
  nowMs: at("19:30:00"),
  ...over,
});
