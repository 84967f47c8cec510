import type { Language } from "#ui/i18n.ts";

const fr = {
  other: "English",
  lead: "Des examens nationaux sur tablette qui ne perdent jamais une réponse.",
  tablet: "Tablette du candidat",
  tabletText: "Identification par la carte d’examen, puis l’épreuve.",
  open: "Ouvrir la tablette",
  practice: "Exercice",
  practiceText: "Une courte épreuve sur la même tablette, sans carte, sans note, sans rien envoyer.",
  openPractice: "S’exercer",
  console: "Consoles",
  consoleText: "Pour les surveillants, les centres, l’organisation et l’exploitation.",
  openConsole: "Ouvrir les consoles",
  demo: "Essayer la démonstration",
  steps: [
    "Prenez un code de carte dans le terminal où la plateforme a été démarrée\u00a0: quelques-uns y sont affichés.",
    "Ouvrez la tablette et saisissez ce code.",
    "Répondez, coupez le réseau, rechargez la page\u00a0: chaque réponse est retrouvée, puis transmise.",
  ],
  receipt: "Vérifier un reçu",
  state: "État de la plateforme",
};
const en: typeof fr = {
  other: "Français",
  lead: "National exams on tablets that never lose an answer.",
  tablet: "Candidate’s tablet",
  tabletText: "Sign in with the exam card, then the paper.",
  open: "Open the tablet",
  practice: "Practice",
  practiceText: "A short paper on the same tablet: no card, no marks, nothing is sent.",
  openPractice: "Practise",
  console: "Consoles",
  consoleText: "For proctors, centres, organisers and operators.",
  openConsole: "Open the consoles",
  demo: "Try the demonstration",
  steps: [
    "Take a card code from the terminal where the platform was started: a few are printed there.",
    "Open the tablet and enter the code.",
    "Answer, cut the network, reload the page: every answer is still there, and is then delivered.",
  ],
  receipt: "Check a receipt",
  state: "State of the platform",
};
export const TEXTS: Record<Language, typeof fr> = { fr, en };
