import type { AnswerFileProblem } from "#contracts/answer-file";
import { plural } from "#ui/i18n.ts";

const many = (n: number, one: string, other: string) => `${n}\u00a0${plural("fr", n, one, other)}`;

/** Receipts and answer files. */
export const evidenceFr = {
  receipt: "Reçu",
  receipts: (made: number, of: number) => `Reçus établis\u00a0: ${made} sur ${of}`,
  codes: "Codes des reçus",
  none: "pas encore établi",
  files: "Fichiers de réponses",
  lead: "D’une tablette restée sans réseau\u00a0: le candidat enregistre le fichier sur l’écran de fin, vous le déposez ici.",
  drop: "Déposez les fichiers ici, ou choisissez-les",
  choose: "Choisir des fichiers",
  sending: (name: string) => `${name}\u00a0: envoi…`,
  taken: (fresh: number, known: number) =>
    `${many(fresh, "entrée nouvelle", "entrées nouvelles")}, ${many(known, "déjà connue", "déjà connues")}.`,
  secured: "Tout est dans la base nationale.",
  onTheWay: "Les entrées sont reçues\u00a0; leur enregistrement suit.",
  setAside: (n: number) => `${many(n, "écartée", "écartées")}\u00a0: une autre tablette avait pris le relais.`,
  refused: "Fichier refusé, rien n’en a été pris\u00a0:",
  notHere: "Sur cette plateforme, seul le service des examens ouvre ces fichiers\u00a0: transmettez-les-lui.",
  problem: {
    too_large: "le fichier est trop grand.",
    not_an_answer_file: "ce n’est pas un fichier enregistré par une tablette.",
    other_key: "il est chiffré pour une autre plateforme.",
    damaged: "il est endommagé\u00a0: recopiez-le depuis la tablette.",
    other_sitting: "il est d’une autre composition que celle affichée ici.",
    other_place: "il est d’un candidat d’une autre salle.",
    empty: "rien n’a été saisi sur cette tablette.",
    epoch_unknown: "le serveur ne connaît pas cette tablette pour ce candidat.",
    device_unknown: "aucune clé de cette tablette n’est connue\u00a0: prévenez l’organisateur.",
    signature_wrong: "il n’est pas signé par la tablette du candidat.",
    chain_differs: "le début de ses entrées n’est pas celui que le serveur connaît.",
    entry_wrong: "des entrées sont illisibles ou mal placées.",
    entry_conflicts:
      "des entrées différentes sont déjà enregistrées sous les mêmes numéros\u00a0: prévenez l’organisateur.",
  } satisfies Record<AnswerFileProblem, string>,
};
export type EvidenceTexts = Omit<typeof evidenceFr, "problem"> & {
  readonly problem: Record<AnswerFileProblem, string>;
};
