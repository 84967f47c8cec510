/** A package's manifest as it is downloaded: a compact JWS (ES256) whose payload says how the chunks fit together. */
import { type ManifestKey, PackageManifest } from "#contracts/package/manifest";
import { parseJson } from "#client-core/sign-in";
import { signedPayload } from "#client-core/signed";

const TYPE = "amphi-package";

/** Null when it is signed by another key, is not a manifest, or contradicts itself. */
export async function readManifest(text: string, key: ManifestKey): Promise<PackageManifest | null> {
  const payload = await signedPayload(text, key, TYPE);
  const parsed = PackageManifest.safeParse(parseJson(payload ?? new Uint8Array()));
  return parsed.success && fits(parsed.data) ? parsed.data : null;
}

/** Chunks and pieces cover no more than the package has. */
function fits({ bytes, chunkBytes, chunks, pieces }: PackageManifest): boolean {
  return (
    chunks.length === Math.ceil(bytes / chunkBytes) && pieces.every((piece) => piece.offset + piece.bytes <= bytes)
  );
}
