import { type Command, Refusal, UsageError } from "#cli/command";
import { readPrivateKey } from "#cli/evidence/keys";
import { signStatement } from "#cli/evidence/signed-file";
import { writeWhole } from "#cli/evidence/write-whole";
import { readArguments, wholeNumber } from "#cli/import/arguments";
import type { Receipt } from "#contracts/evidence";
import { assess } from "#evidence/receipts/assess";
import { inTransaction } from "#postgres/connection";
import { findCandidates } from "#postgres/queries/candidates";
import { evidenceOfOne } from "#postgres/queries/evidence";
import { type Database, databaseOf } from "#postgres/queries/reading";
import { findSitting } from "#postgres/queries/sittings";
import { oneSnapshot } from "#postgres/queries/snapshot";

const ID_MAX = 2_147_483_647;

/** Signs what the server holds of one candidate. Complete or not, it says which; it never claims more than is stored. */
export const receiptCommand: Command = {
  path: ["receipt"],
  usage: "receipt CANDIDATE --sitting S [--out FILE]",
  summary: "signs what is stored of a candidate (student number or id) in a sitting; to standard output without --out",
  async run(args, context) {
    const { values, positionals } = readArguments(args, { sitting: { type: "string" }, out: { type: "string" } });
    const [who, ...rest] = positionals;
    if (who === undefined || rest.length > 0) throw new UsageError("one candidate is needed");
    if (values.sitting === undefined) throw new UsageError("--sitting is needed");
    const sittingId = wholeNumber("sitting", values.sitting, 1, ID_MAX);
    const key = await readPrivateKey(context.receiptKeyFile);
    const receipt = await inTransaction(context.database(), async (client) => {
      await oneSnapshot(client);
      return receiptOf(databaseOf(client), sittingId, who, context.now());
    });
    const text = await signStatement(receipt, key);
    if (values.out === undefined) context.out(text.trimEnd());
    else {
      await writeWhole(values.out, text);
      context.out(`${values.out}: ${receipt.state}`);
      for (const reason of receipt.reasons) context.out(`  ${reason.code}: ${reason.detail}`);
    }
    return 0;
  },
};

async function receiptOf(database: Database, sittingId: number, who: string, nowMs: number): Promise<Receipt> {
  const sitting = await findSitting(database, sittingId);
  if (sitting === null) throw new Refusal(`there is no sitting ${sittingId}; amphi sitting list shows them`);
  const [candidate] = await findCandidates(database, sitting.examId, who);
  if (!candidate) throw new Refusal(`no candidate "${who}" in the exam of sitting ${sittingId}`);
  const of = { sittingId, candidateId: candidate.id };
  const stored = await evidenceOfOne(database, of);
  const quarantined = stored?.quarantined ?? 0;
  const { epochs, reasons } = assess(of, stored?.epochs ?? [], quarantined);
  return {
    format: "amphi-receipt",
    version: 1,
    issuedAtMs: nowMs,
    issuedAt: new Date(nowMs).toISOString(),
    state: reasons.length === 0 ? "complete" : "incomplete",
    reasons: [...reasons],
    sitting: { id: sitting.id, title: sitting.title, paper: sitting.paperSlug, paperSha256: sitting.viewSha256 },
    candidate,
    epochs: [...epochs],
    quarantined,
  };
}
