import { resolve } from "node:path";

/** The folder of package.json. */
export const projectRoot = (): string => resolve(import.meta.dirname, "..", "..");
