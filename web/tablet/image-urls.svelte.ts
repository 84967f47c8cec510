/** Addresses of a paper's images for <img>: their bytes came with the ticket, which <img> cannot send. */
import { SvelteMap } from "svelte/reactivity";
import type { ViewPaper } from "#contracts/paper/view";

/** A live map SHA-256 → address; addresses are given back when the screen goes. */
export function imageUrls(
  source: () => { paper: ViewPaper; files: ReadonlyMap<string, Uint8Array> },
): ReadonlyMap<string, string> {
  const urls = new SvelteMap<string, string>();
  $effect.pre(() => {
    for (const [sha256, bytes] of source().files) {
      if (!urls.has(sha256))
        urls.set(sha256, URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: typeOf(bytes) })));
    }
  });
  $effect(() => () => {
    for (const url of urls.values()) URL.revokeObjectURL(url);
  });
  return urls;
}

/** The media type by the file's first bytes. */
function typeOf(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return "image/png";
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return "image/jpeg";
  if (bytes[0] === 0x52 && bytes[8] === 0x57) return "image/webp";
  return bytes[0] === 0x47 ? "image/gif" : "image/svg+xml";
}
