/** Keys of sealed papers for the acts that open them. */
import { readFile } from "node:fs/promises";
import type { KeyObject } from "node:crypto";
import { Refusal } from "#cli/command";
import type { CliContext } from "#cli/context";
import type { PaperKeys, WhichPaper } from "#domain/seal/labels";
import type { Act, ActKind } from "#domain/sitting/act";
import { inEnglish } from "#domain/sitting/reason-in-english";
import { sealsOf } from "#postgres/queries/packages";
import { databaseOf } from "#postgres/queries/reading";
import { manifestSigningKey } from "#preparation/seal/sign-manifest";

/** Which paper an act opens; null: none. */
const opens = (kind: ActKind): WhichPaper | null => (kind === "start" ? "main" : kind === "backup" ? "backup" : null);

/**
 * What an act that opens a paper carries: the keys of an act before that opened it too, else those in PostgreSQL. Throws
 * Refusal when the paper is not sealed. Nothing for other acts.
 */
export async function keysFor(
  kind: ActKind,
  sittingId: number,
  acts: readonly Act[],
  context: CliContext,
): Promise<{ readonly keys?: PaperKeys }> {
  const which = opens(kind);
  if (which === null) return {};
  for (const act of acts) if ("keys" in act && act.kind === kind && act.keys !== null) return { keys: act.keys };
  const seals = await sealsOf(databaseOf(context.database()), sittingId);
  const keys = seals.find((seal) => seal.which === which)?.keys;
  if (!keys) throw new Refusal(`sitting ${sittingId}: ${inEnglish({ code: "package_missing" })}`);
  return { keys };
}

/** The key that signs manifests. Throws Refusal when the file has none. */
export async function manifestKey(context: CliContext): Promise<KeyObject> {
  const file = context.receiptKeyFile;
  try {
    return manifestSigningKey(await readFile(file, "utf8"));
  } catch (error) {
    throw new Refusal(`${file}: no key that signs packages: ${error instanceof Error ? error.message : String(error)}`);
  }
}
