/** Requests of the portal. An answer is a value or a refusal; "unreachable": nobody knows what became of the request. */
import type { z } from "zod";
import { ErrorBody, type ErrorCode, type RefusalProblem } from "#contracts/errors";

export interface Refusal {
  readonly code: ErrorCode | "unreachable" | "unexpected";
  /** Of a sign-in at the wrong door, or without an authenticator. */
  readonly reason?: string;
  /** Everything that is wrong. */
  readonly problems: readonly RefusalProblem[];
  readonly retryAfterMs?: number;
}
export type Answer<Value> = { readonly value: Value } | { readonly refusal: Refusal };

export interface PortalRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Blob | null;
}
export type PortalHttp = (
  request: PortalRequest,
) => Promise<{ readonly status: number; readonly bytes: Uint8Array<ArrayBuffer> }>;

/** An import of a whole population takes longest. */
const TIMEOUT_MS = 120_000;
const FILE_TYPE = "application/octet-stream";

/** Carries the session's cookie, to the page's own origin alone. */
export const portalHttp: PortalHttp = async ({ body, headers, method, url }) => {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { method, headers, body, signal, credentials: "same-origin", cache: "no-store" });
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
};

export class PortalApi {
  /** Hears of every refusal: a session that has ended is everybody's affair. */
  onRefusal: (refusal: Refusal) => void = () => undefined;
  constructor(private readonly http: PortalHttp) {}

  get<V>(url: string, schema: z.ZodType<V>): Promise<Answer<V>> {
    return this.ask({ method: "GET", url, headers: {}, body: null }, schema);
  }
  /** `method`: of what changes something. */
  send<V>(method: "POST" | "PUT" | "DELETE", url: string, body: unknown, schema: z.ZodType<V>): Promise<Answer<V>> {
    const headers = { "content-type": "application/json" };
    return this.ask({ method, url, headers, body: JSON.stringify(body) }, schema);
  }
  post<V>(url: string, body: unknown, schema: z.ZodType<V>): Promise<Answer<V>> {
    return this.send("POST", url, body, schema);
  }
  /** A file as it is. */
  sendFile<V>(url: string, file: Blob, schema: z.ZodType<V>): Promise<Answer<V>> {
    return this.ask({ method: "POST", url, headers: { "content-type": FILE_TYPE }, body: file }, schema);
  }

  private async ask<V>(request: PortalRequest, schema: z.ZodType<V>): Promise<Answer<V>> {
    const exchanged = await this.http(request).catch(() => null);
    const answer: Answer<V> =
      exchanged === null ? refusing("unreachable") : readAnswer(exchanged.status, exchanged.bytes, schema);
    if ("refusal" in answer) this.onRefusal(answer.refusal);
    return answer;
  }
}

const refusing = (code: Refusal["code"]): { refusal: Refusal } => ({ refusal: { code, problems: [] } });

/** What a reply says: a value that follows the contract, or why there is none. */
export function readAnswer<V>(status: number, bytes: Uint8Array<ArrayBuffer>, schema: z.ZodType<V>): Answer<V> {
  const json = parseJson(bytes);
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(json);
    return parsed.success ? { value: parsed.data } : refusing("unexpected");
  }
  const refused = ErrorBody.safeParse(json);
  if (!refused.success) return refusing("unexpected");
  const { code, problems = [], reason, retryAfterMs } = refused.data.error;
  return { refusal: { code, problems, ...(reason && { reason: reason.code }), ...(retryAfterMs && { retryAfterMs }) } };
}

function parseJson(bytes: Uint8Array<ArrayBuffer>): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
