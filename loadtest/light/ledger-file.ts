/** A ledger as k6 writes it with its console: a line per event, appended a few times in a second. */
import { openSync, writeSync } from "node:fs";

const EVERY_MS = 20;

/** Appends texts to a file that only its owner reads; what is unwritten when the process ends is written then. */
export function ledgerFile(file: string): (text: string) => void {
  const descriptor = openSync(file, "a", 0o600);
  let texts: string[] = [];
  const flush = () => {
    if (texts.length > 0) writeSync(descriptor, `${texts.join("\n")}\n`);
    texts = [];
  };
  process.on("exit", flush);
  return (text) => {
    if (texts.push(text) === 1) setTimeout(flush, EVERY_MS);
  };
}
