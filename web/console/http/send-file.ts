/** Sends a file as it is. */
import type { z } from "zod";
import type { Bytes } from "#domain/answer/chain";
import { type Answer, readAnswer } from "./console-api.ts";

/** Importing a nation's candidates takes longer than any other request. */
const IMPORT_TIMEOUT_MS = 120_000;

export async function sendFile<Value>(url: string, file: Blob, schema: z.ZodType<Value>): Promise<Answer<Value>> {
  const headers = { "content-type": "application/octet-stream" };
  const signal = AbortSignal.timeout(IMPORT_TIMEOUT_MS);
  const response = await fetch(url, { method: "POST", headers, body: file, signal }).catch(() => null);
  if (response === null) return { refusal: { code: "unreachable" } };
  const bytes: Bytes = new Uint8Array(await response.arrayBuffer());
  return readAnswer(response.status, bytes, schema);
}
