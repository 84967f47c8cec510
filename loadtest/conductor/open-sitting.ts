/** A sitting of the demo paper made for one rehearsal, by the command that operators use. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { DEMO_EXAM, DEMO_PAPER_ID } from "#domain/exam/demo-exam";

/**
 * `data`: the platform's data folder. Resolves to the sitting's id: sealed, checking in, and the latest, so that
 * candidates are led to it. Rejects with what the command said.
 */
export async function openSitting(root: string, data: string): Promise<number> {
  const command = [join(root, "infra/launcher/amphi.mjs"), "--data", data, "sitting", "open", "--rehearsal"];
  const title = `Rehearsal ${new Date().toISOString().slice(0, 19)}`;
  const args = [...command, "--exam", DEMO_EXAM.slug, "--paper", DEMO_PAPER_ID, "--title", title];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  const sittingId = Number(stdout.trim().split("\n").at(-1));
  if (!Number.isInteger(sittingId) || sittingId < 1) throw new Error(`sitting open said "${stdout.trim()}"`);
  return sittingId;
}
