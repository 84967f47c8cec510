/** The PDF of sign-in cards: A4, eight to a page, a page begins with each room. */
import { type Document, drawQr, INK, MM, openDocument, PAGE, put, QUIET } from "#preparation/pdf";
import { groupedCardCode } from "#domain/exam/card-code";
import type { CardHolder } from "#postgres/exam/cards";

/** Who the card is for, and where they sit. */
type Holder = Pick<
  CardHolder,
  "familyName" | "givenName" | "studentNumber" | "centreCode" | "centreName" | "roomCode" | "roomName" | "seat"
>;
export interface PrintedCard extends Holder {
  /** Planned extra time: told on the card, so that nobody learns of it on the day. */
  readonly extraTime: boolean;
  /** Canonical code, in clear. */
  readonly code: string;
}

const MARGIN = { left: 12 * MM, top: 21 * MM };
const CARD = { width: 93 * MM, height: 66 * MM, padding: 6 * MM };
const COLUMNS = 2;
const PER_PAGE = 8;
const QR_SIDE = 27 * MM;
const HAIR = "#b9bec8";
/** Figures of one width, and a zero that is not taken for a letter. */
const CODE_FEATURES: PDFKit.Mixins.OpenTypeFeatures[] = ["tnum", "zero"];

/** Writes the cards of all rooms, in the order given, into a PDF. Resolves to its bytes. */
export function cardSheet(examTitle: string, cards: readonly PrintedCard[]): Promise<Buffer> {
  const { document, bytes } = openDocument(`Cartes de connexion, ${examTitle}`);
  for (const room of byRoom(cards)) drawRoom(document, examTitle, room);
  document.end();
  return bytes;
}

function byRoom(cards: readonly PrintedCard[]): PrintedCard[][] {
  const rooms = new Map<string, PrintedCard[]>();
  for (const card of cards) {
    const key = JSON.stringify([card.centreCode, card.roomCode]);
    const room = rooms.get(key) ?? [];
    room.push(card);
    rooms.set(key, room);
  }
  return [...rooms.values()];
}

function drawRoom(document: Document, examTitle: string, cards: readonly PrintedCard[]): void {
  const pageCount = Math.ceil(cards.length / PER_PAGE);
  cards.forEach((card, n) => {
    if (n % PER_PAGE === 0) {
      document.addPage();
      drawHeading(document, card, `${cards.length} cartes, page ${n / PER_PAGE + 1} sur ${pageCount}`);
      drawCuts(document, Math.min(PER_PAGE, cards.length - n));
    }
    const place = n % PER_PAGE;
    const x = MARGIN.left + (place % COLUMNS) * CARD.width;
    const y = MARGIN.top + Math.floor(place / COLUMNS) * CARD.height;
    drawCard(document, examTitle, card, x, y);
  });
}

function drawHeading(document: Document, card: PrintedCard, count: string): void {
  const y = 10 * MM;
  document.font("strong").fontSize(10).fillColor(INK);
  document.text(`${card.centreName}, ${roomLine(card)}`, MARGIN.left, y, { lineBreak: false });
  document.font("text").fontSize(9).fillColor(QUIET);
  document.text(count, MARGIN.left, y, { width: PAGE.width - 2 * MARGIN.left, align: "right", lineBreak: false });
}

const roomLine = (card: PrintedCard): string =>
  card.roomName === card.roomCode ? `salle ${card.roomCode}` : `${card.roomName} (${card.roomCode})`;

/** Hairlines to cut along, drawn once per page. */
function drawCuts(document: Document, count: number): void {
  const rows = Math.ceil(count / COLUMNS);
  const [left, top] = [MARGIN.left, MARGIN.top];
  const [right, bottom] = [left + COLUMNS * CARD.width, top + rows * CARD.height];
  document.lineWidth(0.4).strokeColor(HAIR);
  for (let row = 0; row <= rows; row++) line(document, left, top + row * CARD.height, right, top + row * CARD.height);
  for (let column = 0; column <= COLUMNS; column++)
    line(document, left + column * CARD.width, top, left + column * CARD.width, bottom);
}

const line = (document: Document, x1: number, y1: number, x2: number, y2: number) =>
  document.moveTo(x1, y1).lineTo(x2, y2).stroke();

function drawCard(document: Document, examTitle: string, card: PrintedCard, x: number, y: number): void {
  const left = x + CARD.padding;
  const top = y + CARD.padding;
  const width = CARD.width - 2 * CARD.padding;
  const beside = width - QR_SIDE - 4 * MM;
  put(document, "text", 7.5, QUIET, examTitle, left, top, width);
  put(document, "strong", 14, INK, card.familyName, left, top + 5 * MM, width);
  put(document, "text", 12, INK, card.givenName, left, top + 11.5 * MM, beside);
  put(document, "text", 8, QUIET, `N° étudiant ${card.studentNumber}`, left, top + 17.5 * MM, beside);
  put(document, "text", 8, QUIET, card.centreName, left, top + 24 * MM, beside);
  put(document, "text", 9, INK, roomLine(card), left, top + 28 * MM, beside);
  document
    .font("text")
    .fontSize(9)
    .fillColor(INK)
    .text("Table ", left, top + 32.7 * MM, { lineBreak: false });
  put(document, "strong", 9, INK, card.seat, left + document.widthOfString("Table "), top + 32.7 * MM, beside);
  if (card.extraTime) put(document, "text", 8, QUIET, "Temps majoré", left + 22 * MM, top + 33 * MM, beside - 22 * MM);
  const code = groupedCardCode(card.code);
  drawQr(document, code, left + width - QR_SIDE, top + 12 * MM, QR_SIDE);
  put(document, "text", 7.5, QUIET, "Code de connexion", left, top + 41 * MM, width);
  document.font("strong").fontSize(17).fillColor(INK);
  document.text(code, left, top + 45 * MM, { lineBreak: false, characterSpacing: 0.8, features: CODE_FEATURES });
}
