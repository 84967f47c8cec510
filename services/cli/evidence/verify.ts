import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Command, Refusal, UsageError } from "#cli/command";
import type { CliContext } from "#cli/context";
import { readPublicKey } from "#cli/evidence/keys";
import { verifyStatement } from "#cli/evidence/signed-file";
import { checkFiles, MANIFEST } from "#cli/export/check-files";
import { readArguments } from "#cli/import/arguments";
import type { ExportManifest, FinalReceipt, Receipt } from "#contracts/evidence";
import { groupedReceiptCode, receiptCodeFrom } from "#domain/answer/receipt-code";

/** Checks a receipt or an export with the public key alone: no server, no database. */
export const verifyCommand: Command = {
  path: ["verify"],
  usage: "verify FILE|DIR [--key PUBLIC.pem|PUBLIC.jwk]",
  summary: "checks a receipt, or the folder of an export, with the public key alone (this installation's by default)",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { key: { type: "string" } });
    const [path, ...rest] = positionals;
    if (path === undefined || rest.length > 0) throw new UsageError("one receipt or one export folder is needed");
    const key = await readPublicKey(values.key ?? context.receiptKeyFile);
    const isFolder = (await stat(path)).isDirectory();
    const statement = await verifyStatement(await readFile(isFolder ? join(path, MANIFEST) : path, "utf8"), key);
    if (statement.format === "amphi-receipt") sayReceipt(context, statement);
    else if (statement.format === "amphi-final-receipt") sayFinalReceipt(context, statement);
    else if (isFolder) await sayExport(context, path, statement);
    else throw new Refusal(`${path} is the manifest of an export: give the folder, so that its files are checked`);
    context.out(`signed by ${key.kid}`);
    return 0;
  },
};

function sayReceipt(context: CliContext, receipt: Receipt): void {
  const { candidate, sitting } = receipt;
  context.out(`valid receipt: candidate ${candidate.studentNumber}, sitting ${sitting.id} "${sitting.title}"`);
  context.out(`issued ${receipt.issuedAt}, ${receipt.state}`);
  for (const reason of receipt.reasons) context.out(`  ${reason.code}: ${reason.detail}`);
}

function sayFinalReceipt(context: CliContext, receipt: FinalReceipt): void {
  const { candidate, sitting, answers, entries, epochs, number } = receipt;
  const digest = createHash("sha256").update(JSON.stringify(receipt)).digest();
  context.out(`valid final receipt ${groupedReceiptCode(receiptCodeFrom(digest))}, number ${number}`);
  context.out(`candidate ${candidate.studentNumber} (id ${candidate.id}), sitting ${sitting.id} "${sitting.title}"`);
  context.out(`issued ${receipt.issuedAt}: ${answers} answers, ${entries} entries of ${epochs.length} devices`);
  for (const { epoch, headSeq, chainHead } of epochs)
    context.out(`  device ${epoch}: ${headSeq} entries, ${chainHead}`);
}

async function sayExport(context: CliContext, folder: string, manifest: ExportManifest): Promise<void> {
  const problems = await checkFiles(folder, manifest);
  if (problems.length > 0) throw new Refusal(...problems.map((problem) => `not valid: ${problem}`));
  context.out(`valid export: sitting ${manifest.sitting.id} "${manifest.sitting.title}", issued ${manifest.issuedAt}`);
  for (const file of manifest.files) context.out(`  ${file.name}: ${file.rows} rows`);
}
