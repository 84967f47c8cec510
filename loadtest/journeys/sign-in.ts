/** Signing in with a card code, as a tablet does. */
import http from "k6/http";
import type { SignInRequest, SignInResponse } from "#contracts/http/sign-in";

const headers = { "Content-Type": "application/json" };
const AGAIN_MS = 2_000;
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * The response, or the reason of the refusal as text. A server that is away or busy is asked again until `untilMs`: a
 * candidate stands at the door and types the code once more.
 */
export async function signIn(
  target: string,
  cardCode: string,
  deviceId: string,
  untilMs: number,
): Promise<SignInResponse | string> {
  const request: SignInRequest = { cardCode, device: { id: deviceId, publicKey: null }, holds: null };
  for (;;) {
    const { status, error, body } = await http.asyncRequest("POST", `${target}/api/sign-in`, JSON.stringify(request), {
      headers: { ...headers, Origin: target },
    });
    if (status === 200) return JSON.parse(textOf(body)) as SignInResponse;
    const isAway = status === 0 || status === 429 || status >= 500;
    if (!isAway || Date.now() > untilMs) return `${status} ${error} ${textOf(body).slice(0, 200)}`;
    await delay(AGAIN_MS);
  }
}

const textOf = (body: unknown) => (typeof body === "string" ? body : "");
