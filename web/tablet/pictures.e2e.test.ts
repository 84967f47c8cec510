/**
 * Every state of the tablet in docs/pictures/tablet, at three sizes, in both languages and three themes:
 *
 *     AMPHI_PICTURES=1 npx vitest run --project browser web/tablet/pictures
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { projectRoot } from "#runtime/project-root";
import { type Look, visitEveryState } from "./testing/every-state.ts";
import { ExamRoom } from "./testing/exam-room.ts";
import { en } from "./texts/en.ts";
import { fr } from "./texts/fr.ts";

const room = ExamRoom.open();
const FRENCH = { texts: fr, locale: "fr-FR", size: "100", spacing: "normal" } as const;
const ENGLISH = { ...FRENCH, texts: en, locale: "en-GB" };
const LOOKS: Record<string, Look> = {
  "fr-1280x800": { ...FRENCH, theme: "light", viewport: { width: 1280, height: 800 } },
  "en-1024x768": { ...ENGLISH, theme: "dark", viewport: { width: 1024, height: 768 } },
  "fr-800x1280": { ...FRENCH, theme: "light", viewport: { width: 800, height: 1280 } },
  "en-1280x800-200": {
    ...ENGLISH,
    theme: "yellow",
    size: "200",
    spacing: "wide",
    viewport: { width: 1280, height: 800 },
  },
};

test.runIf(process.env["AMPHI_PICTURES"] === "1").each(Object.entries(LOOKS))(
  "%s",
  async (name, look) => {
    const folder = join(projectRoot(), "docs/pictures/tablet", name);
    mkdirSync(folder, { recursive: true });
    await visitEveryState(room, look, async ({ page }, state) => {
      await page.screenshot({ path: join(folder, `${state}.png`), animations: "disabled", caret: "hide" });
    });
  },
  300_000,
);
