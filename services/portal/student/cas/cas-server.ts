/** CAS servers of universities that students may sign in at; see the configuration CAS_SERVERS. */
import { z } from "zod";

export const CasServer = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.strictObject({ fr: z.string().min(1).max(100), en: z.string().min(1).max(100) }),
  /** Up to where `/login` follows. */
  url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, "")),
  /** Attribute that holds a student number, for students whom no account is bound to yet; null: only those bound sign in. */
  studentNumberAttribute: z.string().min(1).max(100).nullable(),
  /** Codes of the populations whose students this server may vouch for. */
  populations: z.array(z.string().min(1).max(64)).max(100),
});
export type CasServer = z.infer<typeof CasServer>;

/** The address that a server sends people back to, byte for byte the same when the ticket is validated. */
export const serviceOf = (portalUrl: string, { id }: CasServer, state: string): string =>
  `${portalUrl}/api/student/cas/${id}/return?state=${state}`;

/** `renew`: asks for the password even of somebody who is signed in there. */
export function loginUrl(server: CasServer, service: string, renew: boolean): string {
  const url = new URL(`${server.url}/login`);
  url.searchParams.set("service", service);
  if (renew) url.searchParams.set("renew", "true");
  return url.href;
}
