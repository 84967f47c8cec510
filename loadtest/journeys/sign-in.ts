/** Signing in with a card code, as a tablet does. */
import http from "k6/http";
import type { SignInRequest, SignInResponse } from "#contracts/http/sign-in";

const headers = { "Content-Type": "application/json" };
const AGAIN_MS = 2_000;
const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What a virtual tablet keeps of the response: k6 holds thousands of them, and its garbage collector walks each. */
export type SignedIn = Pick<SignInResponse, "ticket" | "epoch" | "paper" | "backup"> & {
  readonly ingestUrls: readonly string[];
  readonly packages: SignInResponse["packages"];
  readonly genesis: Pick<SignInResponse["genesis"], "hash">;
  readonly candidate: Pick<SignInResponse["candidate"], "id" | "centreId" | "roomId" | "extraTime">;
  readonly sitting: Pick<SignInResponse["sitting"], "id" | "durationMs">;
};
function kept({ ticket, epoch, genesis, candidate, ...response }: SignInResponse): SignedIn {
  const { id, centreId, roomId } = candidate;
  return {
    ticket,
    epoch,
    genesis: { hash: genesis.hash },
    candidate: { id, centreId, roomId, extraTime: shared(candidate.extraTime) },
    sitting: shared({ id: response.sitting.id, durationMs: response.sitting.durationMs }),
    paper: shared(response.paper),
    backup: shared(response.backup),
    ingestUrls: shared(response.ingestUrls),
    packages: shared(response.packages),
  };
}
/** What is the same for many tablets stands in memory once. */
const known = new Map<string, unknown>();
function shared<T>(value: T): T {
  const text = JSON.stringify(value);
  if (!known.has(text)) known.set(text, value);
  return known.get(text) as T;
}

/**
 * The response, or the reason of the refusal as text. A server that is away or busy is asked again until `untilMs`: a
 * candidate stands at the door and types the code once more.
 */
export async function signIn(
  target: string,
  cardCode: string,
  deviceId: string,
  untilMs: number,
): Promise<SignedIn | string> {
  const request: SignInRequest = { cardCode, device: { id: deviceId, publicKey: null }, holds: null };
  for (;;) {
    const { status, error, body } = await http.asyncRequest("POST", `${target}/api/sign-in`, JSON.stringify(request), {
      headers: { ...headers, Origin: target },
    });
    if (status === 200) return kept(JSON.parse(textOf(body)) as SignInResponse);
    const isAway = status === 0 || status === 429 || status >= 500;
    if (!isAway || Date.now() > untilMs) return `${status} ${error} ${textOf(body).slice(0, 200)}`;
    await delay(AGAIN_MS);
  }
}

const textOf = (body: unknown) => (typeof body === "string" ? body : "");
