import { plural } from "#ui/i18n.ts";
import type { ImportAnswer, Imported, ImportKind, LetterFormat } from "#contracts/console/preparation";
import { importRulesFr } from "./import-rules-fr.ts";

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
    choose: "Choisir un fichier",
    noFile: "aucun fichier choisi",
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
    found: "Ce qui s’y trouve",
    message: "Problème",
    rules: importRulesFr,
    about: {
      exam: "Examen",
      paper: "Épreuves",
      centre: "Centres",
      room: "Salles",
      sitting: "Compositions",
      slot: "Créneaux de réserve",
      account: "Comptes",
      candidate: "Candidats",
    } satisfies Record<Imported, string>,
    change: (what: string, { made, changed, removed, same }: Omit<ImportAnswer["changes"][number], "what">) =>
      what +
      "\u00a0: " +
      [
        [made, "en plus"] as const,
        [changed, "modifiés"] as const,
        [removed, "en moins"] as const,
        [same, "sans changement"] as const,
      ]
        .filter(([n]) => n > 0)
        .map(([n, said]) => `${number.format(n)} ${said}`)
        .join(", "),
    listed: "Ce qui change",
    changed: {
      account: { made: "nouveau", changed: "modifié", moved: "déplacé", removed: "désactivé", kept: "reste désactivé" },
      other: {
        made: "nouveau",
        changed: "modifié",
        moved: "déplacé",
        removed: "retiré",
        kept: "reste\u00a0: absent du fichier, mais a des réponses",
      },
    },
    fields: {
      name: "nom",
      role: "rôle",
      centre: "centre",
      rooms: "salles",
      "password and second factor": "nouveau mot de passe et second facteur",
      "family name": "nom",
      "given name": "prénom",
      "extra time": "temps majoré",
      title: "titre",
      "time zone": "fuseau horaire",
      "seat plan": "plan de table",
      paper: "épreuve",
      "backup paper": "épreuve de secours",
      start: "début",
      rules: "règles",
      rehearsal: "répétition",
    } as Readonly<Record<string, string>>,
    lettersAs: "Premiers mots de passe",
    letterFormats: {
      pdf: "Lettres à imprimer (PDF)",
      csv: "Tableau (CSV)",
    } satisfies Record<LetterFormat, string>,
    removeMissing: "Désactiver les comptes absents du fichier",
    preview: "Premières lignes, telles qu’elles sont comprises",
    stored: "Enregistré.",
    letters: (n: number) => `${many(n, "premier mot de passe", "premiers mots de passe")}, remis cette seule fois`,
    lettersHint:
      "Téléchargez le fichier maintenant, il disparaît quand vous quittez cette page\u00a0; remettez chaque lettre en main propre.",
    lettersDownload: (name: string) => `Télécharger ${name}`,
    refused: (reason: string) => `Refusé : ${reason}`,
  },
  copy: {
    title: "Reprendre l’an dernier",
    lead: "Téléchargez une copie sous un autre nom court, relisez-la, puis importez-la ici. Elle reprend les épreuves, les centres et les salles\u00a0; ses comptes s’importent ensuite en ligne de commande.",
    slug: "Nom court de la copie",
    slugWrong: "Un nom court a des lettres minuscules sans accent, des chiffres et des tirets.",
    shiftDays: "Décaler les dates de (jours)",
    downloadCopy: (slug: string) => `Télécharger la copie «\u00a0${slug}\u00a0» (JSON)`,
    download: "Télécharger l’examen tel qu’il est (JSON)",
  },
};
export type PreparationTexts = typeof preparationFr;
