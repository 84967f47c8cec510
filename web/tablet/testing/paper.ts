/** A small paper with every type of question, as tablets get it. */
import { createHash, generateKeyPairSync } from "node:crypto";
import type { PackageRef } from "#contracts/package/manifest";
import type { WhichPaper } from "#domain/seal/labels";
import { type MadePackage, makePackage } from "#preparation/seal/make-package";
import { manifestKeyOf, signManifest } from "#preparation/seal/sign-manifest";
import { newSealKey } from "#runtime/seal";
import type { ViewImage, ViewPaper, ViewSimpleItem } from "#contracts/paper/view";

const sha256Hex = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** A drawing that looks a little like a chest radiograph. */
const LUNGS = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="760" viewBox="0 0 900 760">
<defs><radialGradient id="g"><stop offset="0" stop-color="#15181c"/><stop offset="1" stop-color="#3c434c"/></radialGradient></defs>
<rect width="900" height="760" fill="#0b0d0f"/><rect x="110" y="40" width="680" height="700" rx="200" fill="#565e68"/>
<ellipse cx="300" cy="370" rx="150" ry="260" fill="url(#g)"/><ellipse cx="600" cy="370" rx="150" ry="260" fill="url(#g)"/>
<rect x="425" y="60" width="50" height="640" fill="#9aa3ad" opacity=".7"/><ellipse cx="505" cy="480" rx="115" ry="130" fill="#a3abb4" opacity=".75"/>
${Array.from({ length: 8 }, (_, i) => `<path d="M170 ${150 + i * 62} Q300 ${95 + i * 62} 430 ${165 + i * 62} M470 ${165 + i * 62} Q600 ${95 + i * 62} 730 ${150 + i * 62}" fill="none" stroke="#aab2bb" stroke-width="9" opacity=".33"/>`).join("")}
<circle cx="640" cy="520" r="44" fill="#c9d0d7" opacity=".8"/></svg>`;
const FILES = [{ sha256: sha256Hex(LUNGS), mediaType: "image/svg+xml", bytes: new TextEncoder().encode(LUNGS) }];

const radiograph: ViewImage = {
  sha256: sha256Hex(LUNGS),
  alt: "Radiographie thoracique de face",
  width: 900,
  height: 760,
};
const options = (...texts: string[]) => texts.map((html, i) => ({ id: String.fromCharCode(97 + i), html }));
const base = (id: string, stemHtml: string) => ({ id, stemHtml: `<p>${stemHtml}</p>`, images: [] });

const items: Record<string, ViewSimpleItem> = {
  qrm: {
    ...base("dp1-q1", "Quels éléments de l’examen clinique recherchez-vous en priorité\u00a0?"),
    type: "QRM",
    options: options(
      "Une turgescence jugulaire",
      "Un pouls paradoxal",
      "Une matité d’une base pulmonaire",
      "Un souffle systolique <em>irradiant aux carotides</em>",
      "Une hippocratisme digital",
    ),
  },
  withImage: {
    ...base("dp1-q2", "Voici la radiographie. Quelle est l’anomalie principale\u00a0?"),
    images: [radiograph],
    type: "QRU",
    options: options("Pneumothorax", "Opacité arrondie", "Pleurésie", "Cardiomégalie isolée"),
  },
  zone: {
    ...base("dp1-q3", "Placez un point sur l’opacité, et un point sur la silhouette cardiaque."),
    type: "QZP",
    zoneImage: radiograph,
    expected: 2,
  },
  qru: {
    ...base("qi-1", "Quel est le délai de validité d’une carte de groupe sanguin\u00a0?"),
    type: "QRU",
    options: options("Trois jours", "Un mois", "Un an", "Elle n’a pas de limite", "Elle dépend de l’âge"),
  },
  qrp: {
    ...base(
      "qi-2",
      "Quelles sont les <strong>deux</strong> causes les plus fréquentes d’hyperkaliémie chez l’insuffisant rénal\u00a0?",
    ),
    type: "QRP",
    expected: 2,
    options: options(
      "Apports alimentaires",
      "Inhibiteurs de l’enzyme de conversion",
      "Hyperventilation",
      "Diurétiques de l’anse",
      "Insuline",
    ),
  },
  qrpl: {
    ...base("qi-3", "Quels sont les trois examens à demander en première intention\u00a0?"),
    type: "QRPL",
    expected: 3,
    options: [
      "Numération formule sanguine",
      "Ionogramme sanguin",
      "Créatininémie",
      "Troponine",
      "D-dimères",
      "Gaz du sang artériels",
      "Électrocardiogramme",
      "Échographie cardiaque",
      "Scanner thoracique",
      "Radiographie thoracique",
      "Hémocultures",
      "Protéine C réactive",
      "Procalcitonine",
      "Bandelette urinaire",
      "Bilan hépatique",
      "Lipase",
      "TSH",
      "Glycémie",
    ].map((html, i) => ({ id: `o${i + 1}`, html })),
  },
  qroc: {
    ...base("qi-4", "Quel est le débit cardiaque de ce patient\u00a0?"),
    type: "QROC",
    wordsMax: 5,
    unit: "L/min",
  },
  tcs: {
    ...base("qi-5", "Un homme de 67 ans consulte pour une douleur thoracique apparue à l’effort."),
    type: "TCS",
    hypothesisHtml: "<p>un syndrome coronarien aigu</p>",
    findingHtml: "<p>une douleur reproduite par la pression de l’articulation chondro-costale</p>",
  },
  kfp1: { ...base("kfp-a", "Quel est le diagnostic le plus probable\u00a0?"), type: "QROC", wordsMax: 3, unit: null },
  kfp2: {
    ...base("kfp-b", "Quel geste faites-vous d’abord\u00a0?"),
    type: "QRU",
    options: options("Ponction lombaire", "Antibiothérapie", "Scanner cérébral", "Surveillance"),
  },
  kfp3: {
    ...base("kfp-c", "Quelles complications redoutez-vous\u00a0?"),
    type: "QRM",
    options: options("Choc septique", "Engagement", "Surdité", "Purpura extensif"),
  },
  lca: {
    ...base("lca-1", "Quel est le critère de jugement principal de cette étude\u00a0?"),
    type: "QRU",
    options: options("La mortalité à un an", "La durée de séjour", "La qualité de vie", "Le coût"),
  },
};
const item = (name: string): ViewSimpleItem => {
  const found = items[name];
  if (!found) throw new Error(`no item ${name}`);
  return found;
};

export const PAPER: ViewPaper = {
  format: "amphi-paper-view",
  version: 1,
  id: "essai",
  title: "Épreuve d’essai",
  language: "fr",
  durationMinutes: 180,
  sections: [
    {
      id: "dp1",
      title: "Dossier 1 — Dyspnée",
      kind: "progressive_case",
      navigation: "locked",
      introductionHtml:
        "<p>Une femme de 58 ans, fumeuse, est adressée aux urgences pour une dyspnée d’apparition progressive. Température 37,8\u00a0°C, fréquence cardiaque 112/min, SpO<sub>2</sub> 91\u00a0% en air ambiant.</p>",
      article: null,
      items: [
        item("qrm"),
        item("withImage"),
        item("zone"),
        {
          ...base("kfp", "Trois heures plus tard, la patiente devient confuse."),
          type: "KFP",
          items: [item("kfp1"), item("kfp2"), item("kfp3")],
        },
      ],
    },
    {
      id: "qi",
      title: "Questions isolées",
      kind: "isolated_questions",
      navigation: "free",
      introductionHtml: null,
      article: null,
      items: [item("qru"), item("qrp"), item("qrpl"), item("qroc"), item("tcs")],
    },
    {
      id: "lca",
      title: "Lecture critique d’article",
      kind: "article_reading",
      navigation: "free",
      introductionHtml: null,
      article: {
        title: "Effet d’une consultation infirmière de sortie sur la réhospitalisation à trente jours",
        html: `<h3>Introduction</h3>${"<p>La réhospitalisation précoce est un événement fréquent et coûteux, dont une partie paraît évitable par une meilleure préparation de la sortie. Plusieurs essais ont étudié des interventions complexes, rarement transposables.</p>".repeat(3)}<h3>Résultats</h3><table><thead><tr><th>Critère</th><th align="right">Intervention</th><th align="right">Témoin</th></tr></thead><tbody><tr><td>Réhospitalisation</td><td align="right">12,1\u00a0%</td><td align="right">17,8\u00a0%</td></tr><tr><td>Décès</td><td align="right">3,0\u00a0%</td><td align="right">3,4\u00a0%</td></tr></tbody></table>${"<p>L’analyse en intention de traiter retrouve une différence absolue de 5,7 points.</p>".repeat(6)}`,
        images: [],
      },
      items: [item("lca")],
    },
  ],
};

/** Another paper, staged beside it: other questions under other ids. */
export const BACKUP: ViewPaper = {
  ...PAPER,
  id: "secours",
  title: "Épreuve de secours",
  sections: [
    {
      id: "s-qi",
      title: "Questions isolées",
      kind: "isolated_questions",
      navigation: "free",
      introductionHtml: null,
      article: null,
      items: [
        {
          ...base("s-1", "Quel est le premier examen devant une douleur thoracique\u00a0?"),
          type: "QRU",
          options: options("Électrocardiogramme", "Scanner", "Échographie", "Troponine"),
        },
        { ...base("s-2", "Quelle est la dose d’adrénaline\u00a0?"), type: "QROC", wordsMax: 5, unit: "mg" },
      ],
    },
  ],
};

const SITTING_ID = 1;
const ROOM_ID = 31;
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
/** Signs manifests and receipts. */
export const SIGNING_KEY_PEM = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
/** What tablets check manifests with. */
export const MANIFEST_KEY = manifestKeyOf(privateKey);

export interface SealedForTests {
  readonly ref: PackageRef;
  readonly keys: { readonly start: Uint8Array; readonly cases: Uint8Array };
  readonly codes: MadePackage["codes"];
  /** By SHA-256: manifest, chunks and codes. */
  readonly served: ReadonlyMap<string, Uint8Array>;
}

/** A paper sealed as the platform does it. */
export async function sealed(view: ViewPaper, paper: WhichPaper): Promise<SealedForTests> {
  const keys = { start: newSealKey(), cases: newSealKey() };
  const made = await makePackage({
    sittingId: SITTING_ID,
    paper,
    view: new TextEncoder().encode(JSON.stringify(view)),
    files: FILES,
    roomIds: [ROOM_ID, ROOM_ID + 1],
    keys,
  });
  const manifest = await signManifest(made.manifest, privateKey);
  const served = new Map<string, Uint8Array>([
    ...made.chunks,
    [manifest.sha256, new TextEncoder().encode(manifest.text)],
  ]);
  return { ref: { sha256: manifest.sha256, bytes: made.manifest.bytes }, keys, codes: made.codes, served };
}
