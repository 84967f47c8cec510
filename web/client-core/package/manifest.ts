/** A package's manifest as it is downloaded: a compact JWS (ES256) whose payload says how the chunks fit together. */
import { type ManifestKey, PackageManifest } from "#contracts/package/manifest";
import { keyFrom } from "#client-core/seal";
import { parseJson } from "#client-core/sign-in";

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };
/** The key signs receipts too: nobody may pass one off as a manifest. */
const TYPE = "amphi-package";

/** Null when it is signed by another key, is not a manifest, or contradicts itself. */
export async function readManifest(text: string, key: ManifestKey): Promise<PackageManifest | null> {
  const [header, payload, signature, more] = text.split(".");
  if (!header || !payload || !signature || more !== undefined) return null;
  const said = decoded(header);
  if (said === null || !isOurs(parseJson(said))) return null;
  const publicKey = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", ...key }, CURVE, false, ["verify"]);
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  const proof = decoded(signature);
  if (!proof || !(await crypto.subtle.verify(SIGNATURE, publicKey, Uint8Array.from(proof), signed))) return null;
  const parsed = PackageManifest.safeParse(parseJson(decoded(payload) ?? new Uint8Array()));
  return parsed.success && fits(parsed.data) ? parsed.data : null;
}

function isOurs(header: unknown): boolean {
  if (typeof header !== "object" || header === null) return false;
  const { alg, typ } = header as Record<string, unknown>;
  return alg === "ES256" && typ === TYPE;
}

/** Chunks and pieces cover no more than the package has. */
function fits({ bytes, chunkBytes, chunks, pieces }: PackageManifest): boolean {
  return (
    chunks.length === Math.ceil(bytes / chunkBytes) && pieces.every((piece) => piece.offset + piece.bytes <= bytes)
  );
}

function decoded(base64url: string): Uint8Array | null {
  return /^[A-Za-z0-9_-]*$/.test(base64url) ? keyFrom(base64url) : null;
}
