/** A document as a tagged PDF (PDF/UA): A4, Inter embedded, every text in a structure tree that a screen reader follows. */
import { createRequire } from "node:module";
import { setImmediate } from "node:timers/promises";
import PDFDocument from "pdfkit";
import type { Block, Column, TaggedDocument } from "#preparation/tagged-document";

const MM = 72 / 25.4;
const LEFT = 18 * MM;
const TOP = 18 * MM;
const WIDTH = 174 * MM;
const BOTTOM = 277 * MM;
const FOOT = 284 * MM;
const PAD = { x: 1.5 * MM, y: 1.3 * MM };
const BODY = 8.5;
const INK = "#16181d";
const QUIET = "#5b6270";
const HAIR = "#b9bec8";
const FIGURES: PDFKit.Mixins.OpenTypeFeatures[] = ["tnum"];

/** What the library knows and its types do not. */
const ACCESSIBLE: object = { subset: "PDF/UA" };
const headerOf = (scope: "Column" | "Row"): object => ({ scope });

type Document = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;
interface Sheet {
  readonly document: Document;
  readonly root: Element;
  y: number;
}

/** Resolves to the bytes of the PDF. Between two rows the process does other work: a centre takes a second of setting. */
export async function taggedPdf(of: TaggedDocument): Promise<Buffer> {
  const document = new PDFDocument({
    size: "A4",
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: "1.7",
    ...ACCESSIBLE,
    tagged: true,
    displayTitle: true,
    lang: of.language,
    info: { Title: of.running },
  });
  const { resolve } = createRequire(import.meta.url);
  document.registerFont("text", resolve("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf"));
  document.registerFont("strong", resolve("@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf"));
  const bytes = collect(document);
  const root = document.struct("Document");
  document.addStructure(root);
  const sheet: Sheet = { document, root, y: TOP };
  document.addPage();
  write(sheet, root, "H1", of.title, "strong", 18, 5 * MM);
  for (const block of of.blocks) await set(sheet, block);
  root.end();
  numberPages(document, of);
  document.end();
  return bytes;
}

function collect(document: Document): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on("data", (chunk: Buffer) => chunks.push(chunk));
    document.on("end", () => resolve(Buffer.concat(chunks)));
    document.on("error", reject);
  });
}

async function set(sheet: Sheet, block: Block): Promise<void> {
  const { root } = sheet;
  switch (block.kind) {
    case "heading":
      space(sheet, 6 * MM, 26 * MM);
      return write(sheet, root, "H2", block.text, "strong", 12, 2.5 * MM);
    case "subheading":
      space(sheet, 3 * MM, 20 * MM);
      return write(sheet, root, "H3", block.text, "strong", 9.5, 1.5 * MM);
    case "paragraph":
      return write(sheet, root, "P", block.text, "text", BODY + 0.5, 2 * MM);
    case "facts":
      return setFacts(
        sheet,
        block.rows.map(([what, said]) => [what, breakable(said)]),
      );
    case "table":
      return setTable(
        sheet,
        block.columns,
        block.rows.map((row) => row.map(breakable)),
      );
    case "signatures":
      for (const line of block.lines) {
        space(sheet, 5 * MM, 26 * MM);
        write(sheet, root, "P", line, "text", BODY + 0.5, 16 * MM);
        rule(sheet, sheet.y - 2 * MM, 80 * MM);
      }
  }
}

/** Without a place to break, the library tries a line sign by sign: a long word would hold up the process for a second. */
const breakable = (text: string): string => text.replace(/\S{40}(?=\S)/gu, "$& ");

/** Leaves white space, and begins a page where less than `needed` is left. */
function space(sheet: Sheet, white: number, needed: number): void {
  if (sheet.y + white + needed > BOTTOM) turn(sheet);
  else if (sheet.y > TOP) sheet.y += white;
}
function turn(sheet: Sheet): void {
  sheet.document.addPage();
  sheet.y = TOP;
}

/** Text across the page; long ones go on overleaf, paragraph by paragraph. */
function write(
  sheet: Sheet,
  parent: Element,
  tag: string,
  text: string,
  font: string,
  size: number,
  after: number,
): void {
  const { document } = sheet;
  document.font(font).fontSize(size);
  const height = document.heightOfString(text, { width: WIDTH });
  if (sheet.y + height > BOTTOM) turn(sheet);
  const top = sheet.y;
  parent.add(
    document.struct(tag, {}, () => {
      document.font(font).fontSize(size).fillColor(INK).text(text, LEFT, top, { width: WIDTH });
    }),
  );
  sheet.y = top + height + after;
}

function setFacts(sheet: Sheet, rows: readonly (readonly [string, string])[]): void {
  const columns: Column[] = [
    { title: "", share: 1 },
    { title: "", share: 3, figures: true },
  ];
  const table = sheet.document.struct("Table");
  sheet.root.add(table);
  for (const row of rows) setRow(sheet, table, columns, row, "facts");
  table.end();
  sheet.y += 2 * MM;
}

async function setTable(sheet: Sheet, columns: readonly Column[], rows: readonly (readonly string[])[]): Promise<void> {
  const { document } = sheet;
  const titles = columns.map(({ title }) => title);
  const table = document.struct("Table");
  sheet.root.add(table);
  space(sheet, 0, 16 * MM);
  setRow(sheet, table, columns, titles, "head");
  for (const row of rows) {
    await setImmediate();
    const height = heightOf(document, columns, row, "text");
    if (sheet.y + height > BOTTOM) {
      turn(sheet);
      setRow(sheet, null, columns, titles, "head");
    }
    setRow(sheet, table, columns, row, "body", height);
  }
  table.end();
  sheet.y += 2 * MM;
}

const widthOf = (columns: readonly Column[], share: number): number =>
  (WIDTH * share) / columns.reduce((sum, column) => sum + column.share, 0);

function heightOf(document: Document, columns: readonly Column[], cells: readonly string[], font: string): number {
  document.font(font).fontSize(BODY);
  const heights = columns.map(({ share }, n) =>
    document.heightOfString(cells[n] || " ", { width: widthOf(columns, share) - 2 * PAD.x }),
  );
  return Math.max(...heights) + 2 * PAD.y;
}

/** `table` null: the head repeated overleaf, which is no content and is read to nobody twice. */
function setRow(
  sheet: Sheet,
  table: Element | null,
  columns: readonly Column[],
  cells: readonly string[],
  kind: "head" | "body" | "facts",
  height = heightOf(sheet.document, columns, cells, kind === "head" ? "strong" : "text"),
): void {
  const { document } = sheet;
  if (sheet.y + height > BOTTOM) turn(sheet);
  const top = sheet.y;
  const row = table && document.struct("TR");
  if (row) table.add(row);
  let x = LEFT;
  columns.forEach((column, n) => {
    const at = x;
    const width = widthOf(columns, column.share);
    const isHeader = kind === "head" || (kind === "facts" && n === 0);
    const draw = () => {
      document.font(kind === "head" ? "strong" : "text").fontSize(BODY);
      document.fillColor(isHeader ? QUIET : INK);
      document.text(cells[n] || " ", at + PAD.x, top + PAD.y, {
        width: width - 2 * PAD.x,
        align: column.align ?? "left",
        // Words keep their own hyphens: a name is no figure.
        ...(column.figures && /\d/.test(cells[n] ?? "") ? { features: FIGURES } : {}),
      });
    };
    if (row === null) artifact(document, "Layout", draw);
    else if (!isHeader) row.add(document.struct("TD", {}, draw));
    else row.add(document.struct("TH", headerOf(kind === "head" ? "Column" : "Row"), draw));
    x += width;
  });
  row?.end();
  sheet.y = top + height;
  if (kind !== "facts") rule(sheet, sheet.y, WIDTH, kind === "head" ? 0.7 : 0.3);
}

function artifact(document: Document, type: "Layout" | "Pagination", draw: () => void): void {
  document.markContent("Artifact", { type });
  draw();
  document.endMarkedContent();
}

const rule = ({ document }: Sheet, y: number, width: number, weight = 0.4): void =>
  artifact(document, "Layout", () => {
    document.lineWidth(weight).strokeColor(HAIR);
    document
      .moveTo(LEFT, y)
      .lineTo(LEFT + width, y)
      .stroke();
  });

function numberPages(document: Document, { running, pageNumber }: TaggedDocument): void {
  const { start, count } = document.bufferedPageRange();
  for (let n = 0; n < count; n++) {
    document.switchToPage(start + n);
    artifact(document, "Pagination", () => {
      document.font("text").fontSize(7.5).fillColor(QUIET);
      document.text(running, LEFT, FOOT, { width: WIDTH, lineBreak: false, ellipsis: true });
      document.text(pageNumber(n + 1, count), LEFT, FOOT, { width: WIDTH, align: "right", lineBreak: false });
    });
  }
}
