/** Sends a file as it is. */
import { ImportAnswer } from "#contracts/console/preparation";
import type { Bytes } from "#domain/answer/chain";
import { type Answer, readAnswer } from "../http/console-api.ts";

/** Importing a nation's candidates takes longer than any other request. */
const IMPORT_TIMEOUT_MS = 120_000;

export async function sendFile(url: string, file: Blob): Promise<Answer<ImportAnswer>> {
  const headers = { "content-type": "application/octet-stream" };
  const signal = AbortSignal.timeout(IMPORT_TIMEOUT_MS);
  const response = await fetch(url, { method: "POST", headers, body: file, signal }).catch(() => null);
  if (response === null) return { refusal: { code: "unreachable" } };
  const bytes: Bytes = new Uint8Array(await response.arrayBuffer());
  return readAnswer(response.status, bytes, ImportAnswer);
}
