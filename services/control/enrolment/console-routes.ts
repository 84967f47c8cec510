/** The QR of a room, and the tablets of a centre: for those who prepare them. */
import type { Context } from "hono";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { EnrolmentParts } from "#control/enrolment/ports";
import { packagesToHave } from "#control/enrolment/packages-to-have";
import { signEnrolment } from "#control/enrolment/tokens";
import { answer, refused } from "#http/request";
import { withAccount } from "#staff/with-account";
import { type StaffAccount, signatureOf } from "#domain/staff/account";
import { worksOn } from "#domain/staff/authority";

/** A room is prepared within a day; a photograph of its QR is worth nothing on the next one. */
const VALID_MS = 12 * 3_600_000;
/** The QR stays small enough to be read off a screen. */
const BY_CHARS = 60;

const prepares = (account: StaffAccount, examId: number, centreId: number): boolean =>
  worksOn(account, examId) &&
  (account.role === "organiser" ||
    ((account.role === "technician" || account.role === "lead_proctor") && account.centreId === centreId));

export function addEnrolment(app: OpenAPIHono, parts: EnrolmentParts): void {
  const { book, devices, ticketKeys, sessionOf, now } = parts;
  app.post(
    "/api/console/rooms/:roomId{[0-9]+}/enrolment",
    withAccount({ sessionOf }, async (c, { account }) => {
      const at = book.room(Number(c.req.param("roomId")));
      if (at === null) return answer(c, refused("not_found", "there is no such room"));
      if (!prepares(account, at.examId, at.centre.id)) return answer(c, refused("not_allowed"));
      const expiresAtMs = now() + VALID_MS;
      const by = signatureOf(account).slice(0, BY_CHARS);
      const token = signEnrolment(ticketKeys, { roomId: at.room.id, by, expiresAtMs });
      return answer(c, { url: `${originOf(c)}/tablet/#enrol=${token}`, expiresAtMs });
    }),
  );
  app.get(
    "/api/console/centres/:centreId{[0-9]+}/devices",
    withAccount({ sessionOf }, async (c, { account }) => {
      const centreId = Number(c.req.param("centreId"));
      const examId = book.centreExam(centreId);
      if (examId === null) return answer(c, refused("not_found", "there is no such centre"));
      if (!prepares(account, examId, centreId)) return answer(c, refused("not_allowed"));
      const [enrolled, sittings] = await Promise.all([devices.ofCentre(centreId), packagesToHave(parts, examId)]);
      const packages = sittings.flatMap(({ paper, backup }) => [paper.sha256, ...(backup ? [backup.sha256] : [])]);
      return answer(c, { devices: enrolled, packages: [...new Set(packages)] });
    }),
  );
}

/** The address that the console was opened at is the one that tablets reach; sameOriginWrites has compared it. */
const originOf = (c: Context): string => c.req.header("origin") ?? new URL(c.req.url).origin;
