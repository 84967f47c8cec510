/**
 * A sealed paper as tablets download it, hours before: chunks named by their content, and a signed manifest that says how
 * they fit together. docs/package.md is the specification.
 */
import { z } from "zod";
import { Sha256 } from "#contracts/frames/fields";

const count = z.number().int().min(0);

/** A stretch of the package's bytes: iv (12) ‖ AES-256-GCM ciphertext ‖ tag (16); the name is authenticated. */
export const PackagePiece = z.strictObject({ name: z.string(), offset: count, bytes: count });

export const PackageManifest = z.strictObject({
  format: z.literal("amphi-package"),
  version: z.literal(1),
  sittingId: z.number().int(),
  paper: z.enum(["main", "backup"]),
  bytes: count,
  /** All but the last are that long. */
  chunkBytes: z.number().int().min(1),
  /** SHA-256 of each, hex; GET `<packages>/chunks/<sha256>`. Together they are the package. */
  chunks: z.array(Sha256),
  pieces: z.array(PackagePiece),
  /** The codes of each room (contracts/package/codes.ts), by content like chunks. */
  codes: z.array(z.strictObject({ roomId: z.number().int(), sha256: Sha256 })),
});
export type PackageManifest = z.infer<typeof PackageManifest>;

/**
 * Where a package is: GET `<packages>/manifests/<sha256>` gives a compact JWS (ES256) whose payload is the manifest;
 * `sha256` is of that text, and names the package everywhere.
 */
export const PackageRef = z.strictObject({ sha256: Sha256, bytes: count });
export type PackageRef = z.infer<typeof PackageRef>;

/** Public half of the key that signs manifests: P-256, base64url. */
export const ManifestKey = z.strictObject({ x: z.string(), y: z.string() });
export type ManifestKey = z.infer<typeof ManifestKey>;

/** What a tablet needs to fetch packages. `url`: without a trailing slash, may be another host than the page's. */
export const PackageSource = z.strictObject({ url: z.string(), key: ManifestKey });
export type PackageSource = z.infer<typeof PackageSource>;
