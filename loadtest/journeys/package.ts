/** The sealed package as a tablet downloads it. It is not opened here: what is in it, the rehearsal read beforehand. */
import { sha256 } from "k6/crypto";
import { b64decode } from "k6/encoding";
import http from "k6/http";
import type { SignedIn } from "#loadtest/journeys/sign-in";
import type { PackageManifest } from "#contracts/package/manifest";

/** Chunks of packages by the manifest's SHA-256: all tablets download, one parse per virtual user is enough. */
const known = new Map<string, readonly string[]>();

/** Downloads manifest and chunks; `checked`: also compares hashes, which costs the generator more than the server. */
export async function fetchPackage(
  { packages, paper }: Pick<SignedIn, "packages" | "paper">,
  checked: boolean,
): Promise<string | null> {
  const manifest = await http.asyncRequest("GET", `${packages.url}/manifests/${paper.sha256}`, null);
  const text = typeof manifest.body === "string" ? manifest.body : "";
  if (manifest.status !== 200) return `manifest: ${manifest.status} ${manifest.error}`;
  if (checked && sha256(text, "hex") !== paper.sha256) return "manifest: another text than its hash says";
  const chunks = known.get(paper.sha256) ?? chunksOf(text);
  known.set(paper.sha256, chunks);
  const refusals = await Promise.all(chunks.map((hash) => fetchChunk(`${packages.url}/chunks/${hash}`, hash, checked)));
  return refusals.find((refusal) => refusal !== null) ?? null;
}

async function fetchChunk(url: string, hash: string, checked: boolean): Promise<string | null> {
  const responseType = checked ? ("binary" as const) : ("none" as const);
  const { status, error, body } = await http.asyncRequest("GET", url, null, { responseType });
  if (status !== 200) return `chunk: ${status} ${error}`;
  if (checked && (body === null || sha256(body, "hex") !== hash)) return "chunk: other bytes than its hash says";
  return null;
}

/** Chunk names of a manifest: the payload of a compact JWS. */
export const chunksOf = (text: string): readonly string[] =>
  (JSON.parse(b64decode(text.split(".")[1] ?? "", "rawurl", "s")) as PackageManifest).chunks;
