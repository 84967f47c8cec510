import { plural } from "#ui/i18n.ts";
import type { EvidenceTexts } from "./evidence-fr.ts";

const many = (n: number, one: string, other: string) => `${n} ${plural("en", n, one, other)}`;

export const evidenceEn: EvidenceTexts = {
  receipt: "Receipt",
  receipts: (made, of) => `Receipts made: ${made} of ${of}`,
  codes: "Codes of receipts",
  none: "not made yet",
  files: "Answer files",
  lead: "Of a tablet that stayed without a network: the candidate saves the file on the end screen, you drop it here.",
  drop: "Drop the files here, or choose them",
  choose: "Choose files",
  sending: (name) => `${name}: sending…`,
  taken: (fresh, known) => `${many(fresh, "new entry", "new entries")}, ${known} known already.`,
  secured: "All of them are in the national store.",
  onTheWay: "The entries are received; they are being stored.",
  setAside: (n) => `${n} set aside: another tablet had taken over.`,
  refused: "File refused, nothing of it was taken:",
  notHere: "On this platform only the exam office opens these files: hand them on.",
  problem: {
    too_large: "the file is too large.",
    not_an_answer_file: "it is not a file that a tablet has saved.",
    other_key: "it is encrypted for another platform.",
    damaged: "it is damaged: copy it again from the tablet.",
    other_sitting: "it is of another sitting than the one shown here.",
    other_place: "it is of a candidate of another room.",
    empty: "nothing was entered on this tablet.",
    epoch_unknown: "the server does not know this tablet for this candidate.",
    device_unknown: "no key of this tablet is known: tell the organiser.",
    signature_wrong: "it is not signed by the candidate’s tablet.",
    chain_differs: "its entries do not start where the server knows them to start.",
    entry_wrong: "entries cannot be read, or stand where others belong.",
    entry_conflicts: "other entries are stored under the same numbers: tell the organiser.",
  },
};
