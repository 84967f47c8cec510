/** Asks a CAS server whom a ticket stands for: CAS 3.0, `/p3/serviceValidate`. */
import type { CasServer } from "#portal/student/cas/cas-server";
import { readServiceResponse } from "#portal/student/cas/read-xml";

const WITHIN_MS = 5_000;
const BYTES_MAX = 64 * 1024;
export const TICKET = /^ST-[\x21-\x7e]{1,256}$/;

export type CasValidation =
  | { readonly user: string; readonly attributes: ReadonlyMap<string, readonly string[]> }
  /** The server refuses the ticket: used, expired, of another service. */
  | { readonly problem: "ticket_invalid" }
  /** It is away, too slow, or says what no CAS server says. */
  | { readonly problem: "cas_unreachable" };

export async function validateTicket(server: CasServer, service: string, ticket: string): Promise<CasValidation> {
  const url = new URL(`${server.url}/p3/serviceValidate`);
  url.searchParams.set("service", service);
  url.searchParams.set("ticket", ticket);
  let text: string;
  try {
    // A redirect would carry the ticket to wherever it leads.
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(WITHIN_MS) });
    if (!response.ok) return { problem: "cas_unreachable" };
    text = await textUpTo(response, BYTES_MAX);
  } catch {
    // Whatever is wrong between the two servers, the student signs in by password or later.
    return { problem: "cas_unreachable" };
  }
  const answer = readServiceResponse(text);
  if (answer === null) return { problem: "cas_unreachable" };
  return "failure" in answer ? { problem: "ticket_invalid" } : answer;
}

async function textUpTo(response: Response, bytesMax: number): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > bytesMax) throw new RangeError(`more than ${bytesMax} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
