/** The PDF of offline codes: A4, a page begins with each room and paper, for a sealed envelope. French and English. */
import { type Document, INK, MM, openDocument, PAGE, put, QUIET } from "#preparation/pdf";
import { groupedOfflineCode } from "#domain/exam/offline-code";
import type { WhichPaper } from "#domain/seal/labels";

interface Named {
  readonly code: string;
  readonly name: string;
}
export interface CodeSheet {
  readonly paper: WhichPaper;
  readonly centre: Named;
  readonly room: Named;
  /** In the order printed; a null section is the start. */
  readonly codes: readonly {
    readonly sectionId: string | null;
    readonly sectionTitle: string | null;
    readonly number: number;
    /** Canonical characters. */
    readonly code: string;
  }[];
}

const LEFT = 20 * MM;
const WIDTH = PAGE.width - 2 * LEFT;
const TOP = 18 * MM;
const LIST_TOP = 72 * MM;
const ROW = 9 * MM;
const LIST_BOTTOM = PAGE.height - 22 * MM;
const CODE_AT = LEFT + 92 * MM;
const PAPERS: Readonly<Record<WhichPaper, string>> = {
  main: "Épreuve · Main paper",
  backup: "Épreuve de secours · Backup paper",
};
const ADVICE = [
  "À n'ouvrir que sur ordre de l'organisateur, quand la salle n'a plus de réseau. Lisez un code à voix haute : il sert une fois.",
  "Open only when the organiser says so, when the room has no network. Read one code aloud: it is used once.",
];
/** Figures of one width, and a zero that is not taken for a letter. */
const CODE_FEATURES: PDFKit.Mixins.OpenTypeFeatures[] = ["tnum", "zero"];

/** Resolves to the bytes of the PDF. */
export function codeSheets(sittingTitle: string, sheets: readonly CodeSheet[]): Promise<Buffer> {
  const { document, bytes } = openDocument(`Codes hors ligne, ${sittingTitle}`);
  for (const sheet of sheets) drawSheet(document, sittingTitle, sheet);
  document.end();
  return bytes;
}

function drawSheet(document: Document, sittingTitle: string, sheet: CodeSheet): void {
  drawHeading(document, sittingTitle, sheet);
  let y = LIST_TOP;
  let section: string | null | undefined;
  for (const code of sheet.codes) {
    if (y > LIST_BOTTOM) {
      drawHeading(document, sittingTitle, sheet);
      y = LIST_TOP;
    }
    if (code.sectionId !== section && section !== undefined) y += 3 * MM;
    section = code.sectionId;
    drawCode(document, code, y);
    y += ROW;
  }
}

function drawHeading(document: Document, sittingTitle: string, { paper, centre, room }: CodeSheet): void {
  document.addPage();
  put(document, "text", 10, QUIET, sittingTitle, LEFT, TOP, WIDTH);
  put(document, "strong", 18, INK, `${centre.name}, ${nameOf(room)}`, LEFT, TOP + 6 * MM, WIDTH);
  put(document, "strong", 11, INK, PAPERS[paper], LEFT, TOP + 16 * MM, WIDTH);
  document.font("text").fontSize(9.5).fillColor(INK);
  document.text(ADVICE.join("\n"), LEFT, TOP + 24 * MM, { width: WIDTH, lineGap: 2 });
  document.lineWidth(0.5).strokeColor(QUIET);
  document
    .moveTo(LEFT, LIST_TOP - 4 * MM)
    .lineTo(LEFT + WIDTH, LIST_TOP - 4 * MM)
    .stroke();
}

const nameOf = ({ code, name }: Named): string => (name === code ? `salle ${code}` : `${name} (${code})`);

function drawCode(document: Document, one: CodeSheet["codes"][number], y: number): void {
  const what = one.sectionId === null ? "Début de l'épreuve · Start of the paper" : (one.sectionTitle ?? one.sectionId);
  put(document, "text", 9.5, INK, what, LEFT, y + 2, CODE_AT - LEFT - 14 * MM);
  put(document, "text", 9.5, QUIET, `n° ${one.number}`, CODE_AT - 11 * MM, y + 2, 10 * MM);
  document.font("strong").fontSize(14).fillColor(INK);
  const code = groupedOfflineCode(one.code);
  document.text(code, CODE_AT, y, { lineBreak: false, characterSpacing: 0.8, features: CODE_FEATURES });
}
