/** `http` of k6, as far as tablets use it: a request that fails has status 0. */
const TIMEOUT_MS = 60_000;

interface Params {
  readonly headers?: Readonly<Record<string, string>>;
  readonly responseType?: "text" | "binary" | "none";
}
interface Response {
  readonly status: number;
  readonly error: string;
  readonly body: string | ArrayBuffer | null;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

async function asyncRequest(method: string, url: string, body: string | null, params: Params = {}): Promise<Response> {
  const { headers = {}, responseType = "text" } = params;
  try {
    const response = await fetch(url, { method, body, headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const bytes = await response.arrayBuffer();
    const length = response.headers.get("content-length") ?? undefined;
    return {
      status: response.status,
      error: "",
      body: responseType === "none" ? null : responseType === "binary" ? bytes : new TextDecoder().decode(bytes),
      headers: { "Content-Length": length },
    };
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    return { status: 0, error: cause instanceof Error ? cause.message : message, body: null, headers: {} };
  }
}

// eslint-disable-next-line no-restricted-syntax -- as k6 has it
export default { asyncRequest };
