/** What printed sheets share: fonts that know every name of Europe, lines that fit, QR codes. */
import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import { encode } from "uqr";

export type Document = PDFKit.PDFDocument;
export type Font = "text" | "strong";

export const MM = 72 / 25.4;
export const PAGE = { width: 210 * MM, height: 297 * MM };
export const INK = "#16181d";
export const QUIET = "#5b6270";

/** An A4 document in French without a page, and its bytes once it was ended. */
export function openDocument(title: string): { document: Document; bytes: Promise<Buffer> } {
  const document = new PDFDocument({ size: "A4", margin: 0, autoFirstPage: false, lang: "fr", info: { Title: title } });
  registerFonts(document);
  return { document, bytes: collect(document) };
}

function collect(document: Document): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on("data", (chunk: Buffer) => chunks.push(chunk));
    document.on("end", () => resolve(Buffer.concat(chunks)));
    document.on("error", reject);
  });
}

/** Names come from everywhere: the built-in fonts of PDF lack most of Europe's letters. */
function registerFonts(document: Document): void {
  const { resolve } = createRequire(import.meta.url);
  for (const [name, file] of [
    ["text", "400Regular/Inter_400Regular.ttf"],
    ["strong", "600SemiBold/Inter_600SemiBold.ttf"],
  ] as const)
    document.registerFont(name, resolve(`@expo-google-fonts/inter/${file}`));
}

/** One line of text, made smaller until it fits its width: a name is never cut. */
export function put(
  document: Document,
  font: Font,
  size: number,
  colour: string,
  text: string,
  x: number,
  y: number,
  width: number,
): void {
  document.font(font).fontSize(size).fillColor(colour);
  const fitting = Math.min(size, (size * width) / Math.max(1, document.widthOfString(text)));
  // The base line stays where it would be at full size.
  document.fontSize(fitting).text(text, x, y + (size - fitting) * 0.97, { lineBreak: false });
}

/** A QR code, `side` wide. */
export function drawQr(document: Document, text: string, x: number, y: number, side: number): void {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const module = side / size;
  data.forEach((row, r) => {
    // Runs of dark modules as one bar: a third of the drawing, and no seams within a bar.
    for (let c = 0; c < size; c++) {
      if (!row[c]) continue;
      const first = c;
      while (row[c + 1]) c++;
      document.rect(x + first * module, y + r * module, (c - first + 1) * module, module + 0.05);
    }
  });
  document.fill(INK);
}
