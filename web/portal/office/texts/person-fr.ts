/** Words about one student, and about answers to seats. */
const many = (n: number, one: string, other: string) => `${n.toLocaleString("fr-FR")} ${n < 2 ? one : other}`;

export const personFr = {
  back: "Tous les étudiants",
  account: "Compte",
  accountStates: { ready: "fonctionne", waiting: "aucun mot de passe choisi", closed: "fermé" },
  noAccount: "aucun",
  noMail: "aucune adresse",
  invite: "Envoyer une invitation",
  invited: "L’invitation est en file.",
  identity: "Identité",
  enteredBy: "Saisie",
  sources: { csv: "fichier", hand: "saisie", run: "épreuve" } as Readonly<Record<string, string>>,
  byWhom: (source: string, who: string, at: string) => `${source}, ${who}, ${at}`,
  student: "l’étudiant",
  history: (n: number) => `Toutes les listes (${n})`,
  seat: "Affectation publiée",
  noSeat: "Aucune affectation publiée.",
  wish: (n: number) => `vœu n° ${n}`,
  note: "Noter une réponse",
  noteLead:
    "Pour une réponse arrivée par lettre ou au guichet. Elle compte même après la date limite, et l’étudiant en reçoit confirmation si les règles le prévoient.",
  mails: "Courriels",
  noMails: "Aucun courriel.",
  seen: "Qui a consulté ces données",
  seenLead: "Jury, service des examens, enseignants. Chaque consultation est inscrite au journal.",
  nobody: "Personne d’autre.",
  when: "Date",
  who: "Qui",
  what: "Quoi",
  inList: "dans une liste",
  ownLooks: (n: number, at: string) =>
    n === 0
      ? "L’étudiant n’a encore rien consulté."
      : `L’étudiant lui-même : ${many(n, "consultation", "consultations")}, la dernière le ${at}.`,
  kinds: {
    people: "liste des étudiants",
    person: "cette fiche",
    marks: "notes",
    ranks: "résultat d’un calcul",
    result: "résultat préparé",
    answers: "réponses aux affectations",
    mails: "courriels",
    export: "fichier CSV",
    names: "noms d’un examen",
  } as Readonly<Record<string, string>>,
  answers: {
    lead: "Réponses à la publication que les étudiants lisent en ce moment.",
    none: "Aucune affectation n’est publiée.",
    kinds: {
      accepted: "accepte",
      locked: "accepte définitivement",
      "keeps-below": "garde ses vœux suivants",
      resigned: "se désiste",
    },
    silent: "sans réponse",
    all: "tous",
    until: (at: string) => `Les étudiants répondent jusqu’au ${at}.`,
    over: (at: string) => `Les réponses étaient attendues jusqu’au ${at}.`,
    notAsked: "Aucune réponse n’est demandée.",
    nowhere: (n: number) => `${many(n, "étudiant n’a", "étudiants n’ont")} aucune affectation.`,
    answer: "Réponse",
    write: "Écrire à ceux qui n’ont pas répondu",
    search: "Chercher un nom ou un numéro",
    next: "Les désistements sont pris en compte au tour suivant.",
  },
};
export type PersonTexts = typeof personFr;
