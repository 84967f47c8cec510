import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";

/** Writes a file so that, under its name, there is all of it or what was there before. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const partial = `${file}.partial-${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(partial, text, { flag: "wx" });
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
