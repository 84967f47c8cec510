/** Requests of a console. An answer is a value or a refusal; "unreachable" means that nobody knows what became of it. */
import { type ErrorCode, ErrorBody } from "#contracts/errors";
import type { Reason } from "#contracts/reason";
import type { z } from "zod";
import type { Http } from "#client-core/ports";

export interface Refusal {
  readonly code: ErrorCode | "unreachable" | "unexpected";
  /** Why, where there is more to say than the code. */
  readonly reason?: Reason;
}
export type Answer<Value> = { readonly value: Value } | { readonly refusal: Refusal };

export class ConsoleApi {
  constructor(private readonly http: Http) {}

  get<Value>(url: string, schema: z.ZodType<Value>): Promise<Answer<Value>> {
    return this.ask("GET", url, null, schema);
  }
  post<Value>(url: string, body: unknown, schema: z.ZodType<Value>): Promise<Answer<Value>> {
    return this.ask("POST", url, JSON.stringify(body), schema);
  }

  private async ask<Value>(
    method: "GET" | "POST",
    url: string,
    body: string | null,
    schema: z.ZodType<Value>,
  ): Promise<Answer<Value>> {
    const headers: Record<string, string> = body === null ? {} : { "content-type": "application/json" };
    const exchanged = await this.http({ method, url, headers, body }).catch(() => null);
    if (exchanged === null) return { refusal: { code: "unreachable" } };
    return readAnswer(exchanged.status, exchanged.bytes, schema);
  }
}

/** What a reply says: a value that follows the contract, or why there is none. */
export function readAnswer<Value>(status: number, bytes: Uint8Array, schema: z.ZodType<Value>): Answer<Value> {
  const json = parseJson(bytes);
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(json);
    return parsed.success ? { value: parsed.data } : { refusal: { code: "unexpected" } };
  }
  const refused = ErrorBody.safeParse(json);
  if (!refused.success) return { refusal: { code: "unexpected" } };
  const { code, reason } = refused.data.error;
  return { refusal: reason ? { code, reason } : { code } };
}

const decoder = new TextDecoder();
function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return null;
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
