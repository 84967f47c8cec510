/** Texts for the technician who prepares a tablet, in French. The English dictionary has the same shape. */
export const enrolmentFr = {
  enrol: {
    title: "Préparer cette tablette",
    lead: "Recopiez l’étiquette collée sur la tablette. Elle télécharge ensuite les épreuves scellées d’elle-même.",
    label: "Étiquette",
    spare: "Tablette de réserve, sans place attribuée",
    go: "Enregistrer la tablette",
    malformed: "Une étiquette s’écrit comme A1-017 : lettres, chiffres, tirets.",
    refusal: {
      enrolment_invalid: "Ce code de salle n’est plus valable. Affichez-en un nouveau sur la console et recommencez.",
      label_taken: "Une autre tablette du centre porte déjà cette étiquette.",
    },
  },
  ready: {
    ready: "est prête",
    notYet: "se prépare",
    spare: "tablette de réserve",
    asking: "Recherche des épreuves à venir…",
    unreachable: "Le serveur ne répond pas. Nouvel essai dans une minute.",
    nothing: "Aucune épreuve à télécharger pour l’instant",
    paper: (title: string, here: number, of: number) =>
      here === of ? `${title} : téléchargée, vérifiée, scellée` : `${title} : téléchargement (${here} sur ${of})`,
    installed: "S’ouvre sans réseau",
    notInstalled: "Ne s’ouvre pas encore sans réseau",
    persistent: "Mémoire protégée par le navigateur",
    notPersistent: "Mémoire non protégée par le navigateur",
    awake: "L’écran reste allumé",
    notAwake: "L’écran peut s’éteindre",
    clockOff: (minutes: number) =>
      `L’heure de cette tablette est fausse de ${minutes} min ; les épreuves suivent l’heure du serveur`,
  },
};
