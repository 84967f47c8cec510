/** Pictures of the screens for the guides: taken only when they are asked for. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { projectRoot } from "#runtime/project-root";

export type TakePicture = (page: Page, name: string) => Promise<void>;

/** `wanted` false: nothing is written, and no test run changes a file. */
export function pictures(wanted: boolean): TakePicture {
  if (!wanted) return () => Promise.resolve();
  const folder = join(projectRoot(), "docs/pictures/exam-day");
  mkdirSync(folder, { recursive: true });
  return async (page, name) => {
    await page.screenshot({ path: join(folder, `december-${name}.png`), animations: "disabled", caret: "hide" });
  };
}
