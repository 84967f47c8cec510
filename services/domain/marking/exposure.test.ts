import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { alikePairs, shinglesOf } from "#domain/marking/exposure";
import { type Passage, passagesOf } from "#domain/marking/passages";

const question = (id: string, ...texts: string[]): Passage => ({ paper: "p", id, kind: "question", texts });
const found = (fresh: readonly Passage[], earlier: readonly Passage[]) =>
  alikePairs(fresh, earlier).map(({ one, other }) => `${one.id} ~ ${other.id}`);

const STEM = "Parmi les propositions suivantes, laquelle est exacte concernant l’infarctus du myocarde inférieur ?";
const OPTIONS = [
  "Il est dû à l’occlusion de la coronaire droite dans la plupart des cas",
  "Le sus-décalage du segment ST prédomine en DII, DIII et aVF",
  "L’extension au ventricule droit contre-indique les dérivés nitrés",
  "Un bloc auriculo-ventriculaire complet est rare et de mauvais pronostic",
];
/** Questions of the same mould about other things. */
const OTHERS = ["la pancréatite aiguë", "le syndrome néphrotique", "la méningite", "l’asthme", "le purpura"].map(
  (topic, n) =>
    question(
      `other${n}`,
      `Parmi les propositions suivantes, laquelle est exacte concernant ${topic} ?`,
      `Proposition ${n} sur ${topic} et son traitement`,
      `Aucun examen n’est utile dans ${topic}`,
    ),
);

describe("a question used before is found", () => {
  const original = question("old", STEM, ...OPTIONS);
  test("word for word, and with its options in another order", () => {
    expect(found([question("new", STEM, ...[...OPTIONS].reverse())], [original, ...OTHERS])).toEqual(["new ~ old"]);
  });
  test("with other case, accents, plurals, numbers and an option less", () => {
    const stem = "Laquelle des propositions suivantes est exacte, concernant un INFARCTUS DU MYOCARDE INFERIEUR ?";
    expect(found([question("new", stem, ...OPTIONS.slice(1))], [original, ...OTHERS])).toEqual(["new ~ old"]);
  });
  test("inside a longer one", () => {
    const long = question("new", STEM, ...OPTIONS, ...OTHERS.slice(0, 4).flatMap(({ texts }) => texts));
    expect(found([long], [original])).toEqual(["new ~ old"]);
  });
  test("twice in the new paper itself", () => {
    expect(found([original, question("again", STEM, ...OPTIONS)], OTHERS)).toEqual(["old ~ again"]);
  });
});

test("questions of one mould about different things are not alike", () => {
  expect(found(OTHERS, [question("old", STEM, ...OPTIONS)])).toEqual([]);
  const short = ["Quel est votre diagnostic ?", "Quel examen demandez-vous ?"].map((text, n) =>
    question(`s${n}`, text),
  );
  expect(found(short, OTHERS)).toEqual([]);
});

test("a case told of another age and name is found as a case; questions are not compared with cases", () => {
  const paper = (id: string, introduction: string, stem: string) =>
    passagesOf(id, { sections: [{ id: `${id}-dp`, introduction, items: [{ id: `${id}-q`, type: "QROC", stem }] }] });
  const story = (age: string, who: string) =>
    `${who}, ${age} ans, consulte pour des palpitations survenant à l’effort depuis trois semaines. Elle est suivie pour une ` +
    "hypertension artérielle traitée par amlodipine et une hypothyroïdie substituée. Le pouls est irrégulier à 132 par minute.";
  const fresh = paper(
    "a",
    story("68", "Madame B."),
    "Quel traitement anticoagulant proposez-vous en première intention ?",
  );
  const old = paper("b", story("71", "Mme T."), "Quelle surveillance biologique prescrivez-vous ?");
  expect(found(fresh, old)).toEqual(["a-dp ~ b-dp"]);
});

test("shingles are pairs of words that say something, within one text", () => {
  expect([...shinglesOf(["Les œdèmes des membres", "Scanner", ""])]).toEqual(["oedeme membre", "scanner"]);
});

test("the demo paper has no question twice", () => {
  const source: unknown = JSON.parse(readFileSync("infra/demo/paper/paper.json", "utf8"));
  expect(found(passagesOf("demo", source), [])).toEqual([]);
});
