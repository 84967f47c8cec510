import { plural } from "#ui/i18n.ts";
import type { ImportKind } from "#contracts/console/preparation";

const number = new Intl.NumberFormat("fr-FR");
const many = (n: number, one: string, other: string) => `${number.format(n)} ${plural("fr", n, one, other)}`;
const minutes = (ms: number) => `${number.format(Math.round(ms / 60_000))} min`;

export const preparationFr = {
  title: "Préparation",
  tabs: {
    calendar: "Calendrier",
    papers: "Épreuves",
    centres: "Centres et salles",
    staff: "Comptes",
    imports: "Imports",
  },
  unreachable: "La base de données ne répond pas : la préparation attend. Le reste des consoles continue.",
  retry: "Réessayer",
  loading: "Lecture…",
  minutes,
  calendar: {
    none: "Aucune composition ni date de réserve.",
    sitting: "Composition",
    reserve: "Réserve libre",
    reserveTaken: "Réserve utilisée",
    rehearsal: "répétition",
    replaces: "remplace une composition annulée",
    rules: (latestAdmission: number, earliestLeaving: number | null, early: boolean) =>
      [
        latestAdmission > 0
          ? `admission jusqu’à ${minutes(latestAdmission)} après le début`
          : "pas d’admission après le début",
        earliestLeaving === null ? "sortie à la fin" : `sortie après ${minutes(earliestLeaving)}`,
        early ? "remise anticipée permise" : "pas de remise anticipée",
      ].join(" · "),
    backup: "épreuve de secours prête",
    noBackup: "pas d’épreuve de secours",
    items: (n: number) => many(n, "question", "questions"),
  },
  papers: {
    title: "Titre",
    slug: "Nom court",
    duration: "Durée",
    items: "Questions",
    used: "Compositions",
    never: "jamais donnée",
    none: "Aucune épreuve importée. Elles s’importent en ligne de commande, corrigé compris.",
  },
  centres: {
    centre: "Centre",
    rooms: "Salles",
    expected: "Candidats",
    room: "Salle",
    code: "Code",
    plan: "Plan",
    noPlan: "sans plan de table",
    seats: (rows: number, columns: number) => `${rows} rangs de ${columns}`,
    none: "Aucun centre. Importez l’examen ou les candidats.",
    full: "plus de candidats que de places",
  },
  staff: {
    name: "Nom",
    login: "Identifiant",
    role: "Rôle",
    where: "Où",
    nation: "toute la France",
    wholeCentre: (code: string) => `centre ${code}`,
    rooms: (code: string, rooms: string) => `${code} : ${rooms}`,
    disabled: "désactivé",
    none: "Aucun compte.",
    lines: (n: number) => many(n, "compte", "comptes"),
    search: "Chercher un compte",
  },
  imports: {
    lead: "Un fichier est d’abord vérifié, sans rien changer. Vous voyez ce qui changerait, puis vous l’enregistrez.",
    kinds: {
      exam: "Examen (JSON)",
      staff: "Comptes (CSV)",
      candidates: "Candidats (CSV)",
    } satisfies Record<ImportKind, string>,
    what: "Que contient le fichier ?",
    file: "Fichier",
    choose: "Choisissez un fichier.",
    tooLarge: (limit: number) => `Le fichier dépasse ${number.format(limit / 1024 / 1024)} Mio.`,
    check: "Vérifier",
    checking: "Vérification…",
    store: "Enregistrer",
    storing: "Enregistrement…",
    clean: "Aucun problème.",
    problems: (n: number) => many(n, "problème", "problèmes"),
    problemsLead: "Rien n’a été enregistré. Corrigez le fichier, puis vérifiez à nouveau.",
    line: "Ligne",
    place: "Colonne",
    message: "Problème",
    change: (what: string, made: number, changed: number, same: number) =>
      `${what} : ${number.format(made)} en plus, ${number.format(changed)} modifiés, ${number.format(same)} inchangés`,
    preview: "Premières lignes, telles qu’elles sont comprises",
    stored: "Enregistré.",
    letters: "Premiers mots de passe, affichés cette seule fois",
    lettersHint: "Remettez-les en main propre, ou imprimez cette page maintenant.",
    password: "Mot de passe",
    secondFactor: "Second facteur",
    refused: (reason: string) => `Refusé : ${reason}`,
  },
  copy: {
    title: "Reprendre l’an dernier",
    lead: "Téléchargez l’examen comme un fichier, changez son nom court et ses dates, puis importez-le.",
    download: "Télécharger l’examen (JSON)",
  },
};
export type PreparationTexts = typeof preparationFr;
