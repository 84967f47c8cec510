import type { PracticeWords } from "./practice-words.ts";

export const practiceWordsFr: PracticeWords = {
  title: "Exercice",
  case: {
    title: "Dossier 1 — Un malaise en salle d’attente",
    introduction:
      "<p>Une femme de 62 ans s’assied brusquement dans la salle d’attente d’une maison de santé. Elle est pâle et dit que «\u00a0tout tourne\u00a0». Vous êtes le premier auprès d’elle.</p>",
    first: {
      stem: "Que vérifiez-vous dans la première minute\u00a0?",
      options: [
        "Si elle répond à vos questions",
        "Sa respiration",
        "Son pouls",
        "Le numéro de sa carte d’assurance",
        "L’heure de son dernier repas, par téléphone à sa famille",
      ],
    },
    trace: {
      stem: "Elle répond, respire calmement, et son pouls est lent. Voici le tracé enregistré. Comment le décrivez-vous\u00a0?",
      alt: "Tracé fictif de six secondes\u00a0: quatre complexes fins, à intervalles égaux",
      options: ["Lent et régulier", "Lent et irrégulier", "Rapide et régulier", "Rapide et irrégulier"],
    },
    plan: {
      stem: "Son état ne vous inquiète plus, mais vous préférez avoir le défibrillateur à portée de main. Sur le plan de la maison de santé, placez un point sur l’armoire marquée d’un cœur.",
      alt: "Plan de la maison de santé\u00a0: trois pièces en haut, un couloir, la salle d’attente et l’accueil en bas",
    },
  },
  isolated: {
    title: "Questions isolées",
    few: {
      stem: "Quelles sont les <strong>deux</strong> mesures les plus simples pour limiter la transmission d’un rhume\u00a0?",
      options: [
        "Se laver les mains",
        "Aérer la pièce",
        "Prendre un antibiotique",
        "Rester debout",
        "Boire du thé très chaud",
      ],
    },
    list: {
      stem: "Quels sont les <strong>trois</strong> instruments que l’on trouve dans presque toutes les salles de consultation\u00a0? Cherchez-les dans la liste.",
      options: [
        "Accéléromètre",
        "Audiomètre",
        "Balance",
        "Bronchoscope",
        "Échographe",
        "Endoscope",
        "Ergomètre",
        "Lampe à fente",
        "Microscope",
        "Otoscope",
        "Respirateur",
        "Scanner",
        "Stéthoscope",
        "Tensiomètre",
      ],
    },
    short: {
      stem: "Comment s’appelle l’enregistrement de l’activité électrique du cœur\u00a0? Écrivez-le en un mot, avec ses accents.",
    },
    scale: {
      stem: "Un enfant de 6 ans tousse depuis deux jours, sans fièvre.",
      hypothesis: "<p>un rhume</p>",
      finding: "<p>que son frère a eu la même toux la semaine dernière, et n’en a plus</p>",
    },
  },
  article: {
    title: "Lecture d’un article",
    heading: "Une marche quotidienne de dix minutes et le sommeil\u00a0: essai randomisé (article fictif)",
    html: `<h3>Objectif</h3><p>Savoir si dix minutes de marche après le déjeuner améliorent le sommeil de personnes qui travaillent assises.</p>
<h3>Méthode</h3><p>Deux cents employés d’une administration ont été répartis par tirage au sort en deux groupes. Le premier marchait dix minutes chaque jour pendant huit semaines\u00a0; le second ne changeait rien à ses habitudes. Le critère de jugement principal était la durée de sommeil notée dans un carnet. Les personnes qui analysaient les carnets ne connaissaient pas le groupe.</p>
<h3>Résultats</h3><table><thead><tr><th>Critère</th><th align="right">Marche</th><th align="right">Témoin</th></tr></thead><tbody><tr><td>Participants analysés</td><td align="right">96</td><td align="right">98</td></tr><tr><td>Durée de sommeil</td><td align="right">7\u00a0h\u00a006</td><td align="right">6\u00a0h\u00a048</td></tr><tr><td>Réveils par nuit</td><td align="right">1,4</td><td align="right">1,6</td></tr></tbody></table><p>La différence de durée de sommeil était de 18 minutes (intervalle de confiance à 95\u00a0%\u00a0: 5 à 31).</p>
<h3>Discussion</h3><p>Les participants savaient dans quel groupe ils étaient et tenaient eux-mêmes leur carnet. Une mesure par un appareil porté au poignet serait utile.</p>`,
    design: {
      stem: "De quel type d’étude s’agit-il\u00a0?",
      options: ["Essai contrôlé randomisé", "Étude de cohorte", "Étude cas-témoins", "Série de cas"],
    },
    result: {
      stem: "Quelles affirmations sont exactes d’après l’article\u00a0?",
      options: [
        "Les participants ne connaissaient pas leur groupe",
        "Le sommeil était noté par les participants eux-mêmes",
        "La différence observée est de 18 minutes",
        "L’étude a duré un an",
      ],
    },
  },
};
