/** Words of the receipt and the answer file: they come with the end screen, in both languages. */
import type { Language } from "#ui/i18n.ts";
import { plural } from "#ui/i18n.ts";

const fr = {
  receipt: "Reçu",
  answers: (n: number) => `${n}\u00a0${plural("fr", n, "réponse", "réponses")}, tout est enregistré`,
  code: "Code du reçu",
  keep: "Notez ce code\u00a0: il permet de vérifier le reçu plus tard, à l’adresse de la plateforme suivie de /receipt.",
  coming: "Votre reçu est en préparation. Inutile d’attendre\u00a0: le surveillant le verra aussi.",
  differs:
    "Le reçu ne correspond pas à ce qui a été saisi sur cette tablette. Appelez le surveillant et gardez la tablette allumée.",
  file: "Fichier de réponses",
  why: "Tout n’est pas encore arrivé. Si le réseau ne revient pas, enregistrez un fichier chiffré que le surveillant transmettra. Gardez quand même la tablette allumée.",
  save: "Enregistrer le fichier de réponses",
  saving: "Enregistrement…",
  saved: (name: string) =>
    `Fichier enregistré\u00a0: ${name}. Remettez-le au surveillant. Seul le service des examens peut l’ouvrir.`,
  failed: "Le fichier n’a pas pu être enregistré. Appelez le surveillant.",
};
const en: typeof fr = {
  receipt: "Receipt",
  answers: (n) => `${n} ${plural("en", n, "answer", "answers")}, all secured`,
  code: "Code of the receipt",
  keep: "Note this code: with it the receipt can be checked later, at the platform’s address followed by /receipt.",
  coming: "Your receipt is being made. There is no need to wait: the proctor will see it too.",
  differs: "The receipt is not of what was entered on this tablet. Call the proctor and leave the tablet on.",
  file: "Answer file",
  why: "Not everything has arrived yet. If the network does not come back, save an encrypted file for the proctor to pass on. Leave the tablet on all the same.",
  save: "Save the answer file",
  saving: "Saving…",
  saved: (name) => `File saved: ${name}. Give it to the proctor. Only the exam office can open it.`,
  failed: "The file could not be saved. Call the proctor.",
};
export const RECEIPT_TEXTS: Record<Language, typeof fr> = { fr, en };
