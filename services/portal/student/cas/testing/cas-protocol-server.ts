/** A server of the CAS protocol 3.0, as far as a client meets it: tickets that are good once, for one service, and single logout. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { randomBytes } from "node:crypto";

const escaped = (text: string) => text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);

export async function startCasServer() {
  const world = {
    /** Who is signed in at the server's own page; null: a form would be shown. */
    user: null as { readonly name: string; readonly attributes: Readonly<Record<string, readonly string[]>> } | null,
    /** Tickets that were given and not yet validated. */
    tickets: new Map<string, { readonly service: string; readonly user: string; readonly attributes: object }>(),
    /** Answered in place of a validation. */
    answer: null as string | null,
    renewed: 0,
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://cas");
    const service = url.searchParams.get("service") ?? "";
    if (url.pathname === "/cas/login") {
      if (url.searchParams.get("renew") === "true") world.renewed++;
      if (world.user === null) return void response.writeHead(200).end("<form>…</form>");
      const ticket = `ST-${randomBytes(12).toString("hex")}`;
      world.tickets.set(ticket, { service, user: world.user.name, attributes: world.user.attributes });
      const back = new URL(service);
      back.searchParams.set("ticket", ticket);
      return void response.writeHead(302, { location: back.href }).end();
    }
    if (url.pathname === "/cas/p3/serviceValidate") {
      const ticket = url.searchParams.get("ticket") ?? "";
      const found = world.tickets.get(ticket);
      world.tickets.delete(ticket);
      const body = world.answer ?? (found?.service === service ? success(found) : failure("INVALID_TICKET"));
      return void response.writeHead(200, { "content-type": "application/xml" }).end(body);
    }
    response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    world,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cas`,
    stop: () => new Promise<void>((stopped) => void server.close(() => stopped())),
  };
}

function success({ attributes, user }: { readonly user: string; readonly attributes: object }): string {
  const lines = Object.entries(attributes as Record<string, string[]>).flatMap(([name, values]) =>
    values.map((value) => `<cas:${name}>${escaped(value)}</cas:${name}>`),
  );
  return `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
  <cas:authenticationSuccess>
    <cas:user>${escaped(user)}</cas:user>
    <cas:attributes>${lines.join("")}</cas:attributes>
  </cas:authenticationSuccess>
</cas:serviceResponse>`;
}
const failure = (code: string) => `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
  <cas:authenticationFailure code="${code}">no such ticket</cas:authenticationFailure>
</cas:serviceResponse>`;

/** What a server posts when a session ends there. */
export const logoutRequest = (ticket: string): string => `<samlp:LogoutRequest
  xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
  ID="LR-1" Version="2.0" IssueInstant="2026-02-03T12:00:00Z">
  <saml:NameID>@NOT_USED@</saml:NameID>
  <samlp:SessionIndex>${ticket}</samlp:SessionIndex>
</samlp:LogoutRequest>`;
