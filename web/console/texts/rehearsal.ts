/** Texts of what rehearsals with real tablets said, room by room. */
import type { Figure, RoomVerdict } from "#domain/sitting/rehearsal-verdict";
import type { Language } from "#ui/i18n.ts";

const fr = {
  open: "Répétition par salle",
  lead: "La dernière répétition jouée par les tablettes de chaque salle\u00a0; chiffres de la moins bonne tablette.",
  room: "Salle",
  verdict: "Verdict",
  tablets: "Terminées / jouées / places",
  when: "Dernières mesures",
  verdicts: { passed: "réussie", failed: "échouée", incomplete: "incomplète" } satisfies Record<RoomVerdict, string>,
  figures: {
    receivedMs: "Réception (95\u00a0%)",
    durableMs: "Enregistrement (95\u00a0%)",
    paintedMs: "Affichage (95\u00a0%)",
    longestGapMs: "Plus long silence",
    reconnects: "Reconnexions",
    longTaskMs: "Plus long blocage",
  } satisfies Record<Figure, string>,
  beyond: "au-delà du seuil",
};
const en: typeof fr = {
  open: "Rehearsal by room",
  lead: "The last rehearsal that the tablets of each room played; figures of the worst tablet.",
  room: "Room",
  verdict: "Verdict",
  tablets: "Complete / played / places",
  when: "Last measured",
  verdicts: { passed: "passed", failed: "failed", incomplete: "incomplete" },
  figures: {
    receivedMs: "Received (95%)",
    durableMs: "On the disk (95%)",
    paintedMs: "Painted (95%)",
    longestGapMs: "Longest silence",
    reconnects: "Reconnections",
    longTaskMs: "Longest block",
  },
  beyond: "beyond the limit",
};
export const REHEARSAL_TEXTS: Readonly<Record<Language, typeof fr>> = { fr, en };
