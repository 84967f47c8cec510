/** Files that hold secrets in clear: readable by their owner alone, and on the disk before the secrets come into force. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { Refusal } from "#cli/command";

/** A file that is written whole under its name once `commit` has resolved. */
export interface SecretFile {
  /** Writes the draft to the disk. Call before the transaction commits. */
  write(bytes: Buffer): void;
}

/**
 * Runs work that puts secrets into force and writes them once: either they are in force and stand in the file, or
 * neither. Throws Refusal when the file exists already: secrets are never written over others.
 */
export async function withSecretFile<T>(out: string, what: string, work: (file: SecretFile) => Promise<T>): Promise<T> {
  if (existsSync(out)) throw new Refusal(`${out} exists; ${what} are never written over others`);
  const draft = `${out}.part`;
  let written = false;
  let result: T;
  try {
    result = await work({
      write: (bytes) => {
        writeDurably(draft, bytes);
        written = true;
      },
    });
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  // From here on they are in force, and the draft is the only place where they stand: it must stay.
  try {
    if (written) renameSync(draft, out);
  } catch (error) {
    throw new Refusal(`the ${what} are in force and stand in ${draft}, which could not be renamed: ${String(error)}`);
  }
  return result;
}

function writeDurably(file: string, bytes: Buffer): void {
  const descriptor = openDraft(file);
  try {
    writeSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function openDraft(file: string): number {
  try {
    return openSync(file, "w", 0o600);
  } catch (error) {
    throw new Refusal(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
