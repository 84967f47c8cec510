import { plural } from "#ui/i18n.ts";

/** Texts of what helps to look at an image and to read an article, in French. */
export const readingFr = {
  light: {
    open: "Luminosité et contraste",
    brightness: "Luminosité",
    contrast: "Contraste",
    more: { brightness: "Plus lumineux", contrast: "Plus contrasté" },
    less: { brightness: "Moins lumineux", contrast: "Moins contrasté" },
    invert: "Inverser",
    reset: "Image d’origine",
  },
  zones: {
    list: "Placer par une liste de zones",
    zone: "Zone de l’image",
    name: (row: string, column: number) => `${row}${column}\u00a0: rangée ${row}, colonne ${column}`,
    help: "La rangée A est en haut, la colonne 1 à gauche. Le point est placé au milieu de la zone.",
    place: "Placer le point",
  },
  reading: {
    tabs: "Ce qui est affiché",
    article: "Article",
    questions: "Questions",
    tools: "Outils de lecture",
    search: "Chercher dans l’article",
    found: (n: number, of: number) => `${n} sur ${of}`,
    nothing: "Rien trouvé",
    previous: "Occurrence précédente",
    next: "Occurrence suivante",
    mark: "Surligner",
    unmark: "Ne plus surligner",
    howToMark: "Sélectionnez un passage de l’article, ou cherchez-le, puis surlignez.",
    marks: (n: number) => `${n} ${plural("fr", n, "passage surligné", "passages surlignés")}`,
    remove: (text: string) => `Ne plus surligner «\u00a0${text}\u00a0»`,
  },
};
