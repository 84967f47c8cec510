/** What a tablet asks for before anybody signs in on it: to be enrolled, packages, and to be known as ready. */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { ErrorBody } from "#contracts/errors";
import { DevicePackages, DeviceReadiness, EnrolRequest, EnrolResponse } from "#contracts/http/device";
import type { DeviceParts, EnrolledDevice } from "#control/enrolment/ports";
import { packagesToHave } from "#control/enrolment/packages-to-have";
import { readDevice, readEnrolment, signDevice } from "#control/enrolment/tokens";
import { refuse } from "#http/refusal";

const told = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { "application/json": { schema } },
});
const refused = (description: string) => told(ErrorBody, description);
const body = <S extends z.ZodType>(schema: S) => ({ required: true, content: { "application/json": { schema } } });
const headers = z.object({ authorization: z.string().optional().openapi({ example: "Device <credential>" }) });
const REFUSALS = {
  400: refused("bad_request"),
  401: refused("enrolment_invalid"),
  503: refused("store_unavailable"),
};

const enrol = createRoute({
  method: "post",
  path: "/api/devices",
  summary: "A tablet is enrolled in the room whose QR it read",
  request: { body: body(EnrolRequest) },
  responses: { 200: told(EnrolResponse, "enrolled"), 409: refused("label_taken"), ...REFUSALS },
});
const packages = createRoute({
  method: "get",
  path: "/api/devices/me/packages",
  summary: "The sealed papers that an enrolled tablet should have",
  request: { headers },
  responses: { 200: told(DevicePackages, "sittings to come"), ...REFUSALS },
});
const readiness = createRoute({
  method: "post",
  path: "/api/devices/me/readiness",
  summary: "What an enrolled tablet has",
  request: { headers, body: body(DeviceReadiness) },
  responses: { 200: told(z.strictObject({}), "noted"), ...REFUSALS },
});

export function addDevices(app: OpenAPIHono, parts: DeviceParts): void {
  const { devices, ticketKeys, now } = parts;
  /** The tablet of an Authorization header, if it is still enrolled. */
  async function deviceOf(authorization: string | undefined): Promise<EnrolledDevice | null> {
    const credential = /^Device (\S+)$/.exec(authorization ?? "")?.[1];
    const deviceId = credential === undefined ? null : readDevice(ticketKeys, credential);
    return deviceId === null ? null : devices.find(deviceId);
  }

  app.openapi(enrol, async (c) => {
    const { token, deviceId, label, spare } = c.req.valid("json");
    const claims = readEnrolment(ticketKeys, token, now());
    if (claims === null) return refuse(c, "enrolment_invalid");
    const { roomId, by } = claims;
    const outcome = await devices.enrol({ deviceId, label, spare, roomId, enrolledBy: by });
    if (outcome === "label_taken") return refuse(c, "label_taken");
    const enrolled = outcome === "enrolled" ? await devices.find(deviceId) : null;
    if (enrolled === null) return refuse(c, "enrolment_invalid");
    const { centre, room } = enrolled;
    const credential = signDevice(ticketKeys, deviceId);
    c.header("Cache-Control", "no-store");
    return c.json({ credential, label, centre, room, roomId, spare, packages: parts.packageSource }, 200);
  });

  app.openapi(packages, async (c) => {
    const device = await deviceOf(c.req.valid("header").authorization);
    if (device === null) return refuse(c, "enrolment_invalid");
    c.header("Cache-Control", "no-store");
    return c.json({ serverTimeMs: now(), sittings: await packagesToHave(parts, device.examId) }, 200);
  });

  app.openapi(readiness, async (c) => {
    const device = await deviceOf(c.req.valid("header").authorization);
    const said = c.req.valid("json");
    if (device === null || !(await devices.noteReadiness(device.deviceId, said))) return refuse(c, "enrolment_invalid");
    return c.json({}, 200);
  });
}
