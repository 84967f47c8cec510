/** Signing in with a card code, as a tablet does. */
import http from "k6/http";
import type { SignInRequest, SignInResponse } from "#contracts/http/sign-in";

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

const textOf = (body: unknown) => (typeof body === "string" ? body : "");
