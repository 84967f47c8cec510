/** A tablet of another room that gets the paper of another day: nobody has signed in there yet. */
import http from "k6/http";
import { chunksOf } from "#loadtest/journeys/package";
import { ledgerText } from "#loadtest/ledger/line";
import { instantAt } from "#loadtest/profiles/timetable";
import type { Settings } from "#loadtest/scenarios/settings";

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, Math.max(0, ms)));

/**
 * Tablet `index` of those that stage: manifest and chunks, again and again until as many bytes came as the profile's
 * package has. A refusal is written down.
 */
export async function stagePackage({ profile, timetable, packages }: Settings, index: number): Promise<void> {
  const stage = profile.stage;
  if (stage === null) return;
  await delay(instantAt(timetable, stage.at) + (stage.withinSeconds * 1_000 * index) / stage.tablets - Date.now());
  const beganMs = Date.now();
  const refusal = await download(packages, stage.bytesEach);
  const atMs = Date.now() - timetable.originMs;
  const tablet = profile.candidates + index;
  if (refusal === null) console.log(ledgerText({ line: "staged", tablet, atMs, tookMs: Date.now() - beganMs }));
  else console.log(ledgerText({ line: "refused", tablet, atMs, reason: `staging: ${refusal}` }));
}

async function download({ url, sha256 }: Settings["packages"], bytes: number): Promise<string | null> {
  const manifest = await http.asyncRequest("GET", `${url}/manifests/${sha256}`, null);
  if (manifest.status !== 200 || typeof manifest.body !== "string")
    return `manifest ${manifest.status} ${manifest.error}`;
  const chunks = chunksOf(manifest.body);
  for (let n = 0, had = 0; had < bytes; n++) {
    const chunk = await http.asyncRequest("GET", `${url}/chunks/${chunks[n % chunks.length]}`, null, {
      responseType: "none",
    });
    const length = Number(chunk.headers["Content-Length"]);
    if (chunk.status !== 200 || !(length > 0)) return `chunk ${chunk.status} ${chunk.error}`;
    had += length;
  }
  return null;
}
