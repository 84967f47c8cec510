/** Letters with first passwords: a page for each person, or a table for an office that sends them itself. */
import { type Document, drawQr, INK, MM, openDocument, PAGE, put, QUIET } from "#preparation/pdf";
import type { LetterFormat } from "#contracts/console/preparation";
import type { StaffRole } from "#domain/staff/account";

export interface Letter {
  readonly login: string;
  readonly name: string;
  readonly role: StaffRole;
  /** Name of the centre; empty for the nation. */
  readonly centre: string;
  readonly password: string;
  /** otpauth:// address, or null. */
  readonly uri: string | null;
}

const ROLE_TITLES: Readonly<Record<StaffRole, string>> = {
  proctor: "Surveillance de salle",
  lead_proctor: "Responsable de centre",
  technician: "Informatique du centre",
  organiser: "Organisation nationale",
  operator: "Exploitation",
  jury: "Jury",
  office: "Service des examens",
  teacher: "Enseignement",
};
const LEFT = 25 * MM;
const WIDTH = PAGE.width - 2 * LEFT;
const QR_SIDE = 42 * MM;

export const lettersFor = async (
  format: LetterFormat,
  examTitle: string,
  letters: readonly Letter[],
): Promise<Buffer> => (format === "pdf" ? pdfOf(examTitle, letters) : Buffer.from(csvOf(letters), "utf8"));

function csvOf(letters: readonly Letter[]): string {
  const cell = (text: string) => (/[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = letters.map((one) => [one.login, one.name, one.role, one.centre, one.password, one.uri ?? ""]);
  return [["login", "name", "role", "centre", "password", "otpauth"], ...rows]
    .map((row) => `${row.map(cell).join(";")}\r\n`)
    .join("");
}

async function pdfOf(examTitle: string, letters: readonly Letter[]): Promise<Buffer> {
  const { document, bytes } = openDocument(`Accès du personnel, ${examTitle}`);
  for (const letter of letters) {
    document.addPage();
    draw(document, examTitle, letter);
  }
  document.end();
  return bytes;
}

function draw(document: Document, examTitle: string, letter: Letter): void {
  const line = (y: number, label: string, text: string, size = 13) => {
    put(document, "text", 9, QUIET, label, LEFT, y * MM, WIDTH);
    put(document, "strong", size, INK, text, LEFT, (y + 5) * MM, WIDTH);
  };
  put(document, "text", 9, QUIET, examTitle, LEFT, 25 * MM, WIDTH);
  put(document, "strong", 20, INK, letter.name, LEFT, 32 * MM, WIDTH);
  const role = ROLE_TITLES[letter.role];
  put(document, "text", 12, INK, letter.centre === "" ? role : `${role}, ${letter.centre}`, LEFT, 42 * MM, WIDTH);
  line(62, "Identifiant", letter.login);
  line(80, "Premier mot de passe", letter.password, 18);
  if (letter.uri !== null) {
    put(document, "text", 9, QUIET, "Application d’authentification : lire ce code une fois", LEFT, 104 * MM, WIDTH);
    drawQr(document, letter.uri, LEFT, 112 * MM, QR_SIDE);
  }
  put(
    document,
    "text",
    9,
    QUIET,
    "Cette lettre est personnelle : elle n’existe qu’ici. Perdue, elle se remplace par de nouveaux accès.",
    LEFT,
    270 * MM,
    WIDTH,
  );
}
