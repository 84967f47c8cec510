/** Addresses of a paper's images for <img>: their bytes came sealed, with the questions. */
import { SvelteMap } from "svelte/reactivity";
import type { OpenFile } from "#client-core/package/sealed-paper";

/** A live map SHA-256 → address; addresses are given back when the screen goes. */
export function imageUrls(files: () => ReadonlyMap<string, OpenFile>): ReadonlyMap<string, string> {
  const urls = new SvelteMap<string, string>();
  $effect.pre(() => {
    for (const [sha256, { bytes, mediaType }] of files()) {
      if (!urls.has(sha256))
        urls.set(sha256, URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType })));
    }
  });
  $effect(() => () => {
    for (const url of urls.values()) URL.revokeObjectURL(url);
  });
  return urls;
}
