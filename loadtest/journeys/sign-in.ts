/** Signing in with a card code, and fetching the paper, as a tablet does. */
import http from "k6/http";
import type { SignInRequest, SignInResponse } from "#contracts/http/sign-in";
import type { ViewPaper } from "#contracts/paper/view";

const headers = { "Content-Type": "application/json" };

/** The response, or the reason of the refusal as text. */
export async function signIn(target: string, cardCode: string, deviceId: string): Promise<SignInResponse | string> {
  const request: SignInRequest = { cardCode, device: { id: deviceId, publicKey: null }, holds: null };
  const response = await http.asyncRequest("POST", `${target}/api/sign-in`, JSON.stringify(request), {
    headers: { ...headers, Origin: target },
    tags: { name: "sign-in" },
  });
  if (response.status !== 200) return `${response.status} ${response.error} ${textOf(response.body).slice(0, 200)}`;
  return JSON.parse(textOf(response.body)) as SignInResponse;
}

/** Papers already read by this virtual user: all its tablets download, one parse is enough. */
export type PaperShelf = Map<string, ViewPaper>;

/** Downloads the paper; the text is kept only when it is not on the shelf yet. A refusal is text. */
export async function fetchPaper(
  target: string,
  signedIn: SignInResponse,
  shelf: PaperShelf,
): Promise<ViewPaper | string> {
  const known = shelf.get(signedIn.paper.sha256);
  const response = await http.asyncRequest("GET", absolute(target, signedIn.paper.url), null, {
    headers: { Authorization: `Bearer ${signedIn.ticket}` },
    responseType: known ? "none" : "text",
    tags: { name: "paper" },
  });
  if (response.status !== 200) return `${response.status} ${response.error}`;
  if (known) return known;
  const paper = JSON.parse(textOf(response.body)) as ViewPaper;
  shelf.set(signedIn.paper.sha256, paper);
  return paper;
}

const absolute = (base: string, url: string) =>
  /^https?:/.test(url) ? url : base + (url.startsWith("/") ? url : `/${url}`);

const textOf = (body: unknown) => (typeof body === "string" ? body : "");
