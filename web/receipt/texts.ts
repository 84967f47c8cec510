import { type Language, plural } from "#ui/i18n.ts";
import type { LookUp } from "./look-up.ts";

type Trouble = Extract<LookUp, { problem: unknown }>["problem"];

const fr = {
  other: "English",
  title: "Vérifier un reçu",
  lead: "Le code est affiché sur la tablette du candidat à la fin de l’épreuve, et chez le surveillant.",
  code: "Code du reçu",
  hint: "16 caractères, par exemple 7K3M-Q9TB-2XHN-4ABC",
  check: "Vérifier",
  checking: "Vérification…",
  valid: "Reçu authentique\u00a0: la signature a été vérifiée dans ce navigateur.",
  replaced: "Des réponses sont arrivées après ce reçu\u00a0: il a été remplacé par",
  sitting: "Composition",
  candidate: "Numéro d’étudiant",
  issued: "Établi le",
  answers: "Réponses enregistrées",
  entries: "Entrées reçues",
  number: "Numéro du reçu",
  numberOf: (n: number) => (n === 1 ? "1, le premier" : `${n}`),
  devices: "Tablettes",
  device: (epoch: number, n: number) => `Tablette ${epoch}\u00a0: ${n}\u00a0${plural("fr", n, "entrée", "entrées")}`,
  head: "Empreinte de la chaîne",
  byHand: "Vérifier sans cette page",
  byHandLead:
    "Comparez l’empreinte de la clé avec celle que l’organisateur a publiée. Enregistrez le reçu\u00a0: la commande « amphi verify » le contrôle sans serveur, avec la clé publique seule.",
  key: "Empreinte de la clé (SHA-256, RFC 7638)",
  save: "Enregistrer le reçu signé",
  problem: {
    mistyped: "Ce code ne peut pas exister\u00a0: relisez-le, un caractère est faux ou manque.",
    unknown:
      "Aucun reçu ne porte ce code. Un reçu est établi quand tout ce qui a été saisi est enregistré\u00a0; réessayez plus tard.",
    busy: "Trop d’essais en ce moment. Réessayez dans quelques secondes.",
    unreachable: "Le serveur ne répond pas. Réessayez dans un moment.",
    unsound: "La signature ne correspond pas\u00a0: ce reçu n’est pas authentique. Prévenez l’organisateur.",
  } satisfies Record<Trouble, string>,
};
const en: typeof fr = {
  other: "Français",
  title: "Check a receipt",
  lead: "The code is shown on the candidate’s tablet at the end of the paper, and to the proctor.",
  code: "Code of the receipt",
  hint: "16 characters, for example 7K3M-Q9TB-2XHN-4ABC",
  check: "Check",
  checking: "Checking…",
  valid: "Authentic receipt: its signature was checked in this browser.",
  replaced: "Answers arrived after this receipt: it was replaced by",
  sitting: "Sitting",
  candidate: "Student number",
  issued: "Issued",
  answers: "Answers stored",
  entries: "Entries received",
  number: "Number of the receipt",
  numberOf: (n) => (n === 1 ? "1, the first" : `${n}`),
  devices: "Tablets",
  device: (epoch, n) => `Tablet ${epoch}: ${n} ${plural("en", n, "entry", "entries")}`,
  head: "Head of the chain",
  byHand: "Check without this page",
  byHandLead:
    "Compare the fingerprint of the key with the one that the organiser has published. Save the receipt: the command “amphi verify” checks it without any server, with the public key alone.",
  key: "Fingerprint of the key (SHA-256, RFC 7638)",
  save: "Save the signed receipt",
  problem: {
    mistyped: "No code can be this one: read it again, a character is wrong or missing.",
    unknown: "No receipt has this code. A receipt is made once everything that was entered is stored; try again later.",
    busy: "Too many attempts at the moment. Try again in a few seconds.",
    unreachable: "The server does not answer. Try again in a moment.",
    unsound: "The signature does not fit: this receipt is not authentic. Tell the organiser.",
  },
};
export const TEXTS: Record<Language, typeof fr> = { fr, en };
