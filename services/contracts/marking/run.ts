/** Version 1 of the record of a run: what marks were made from, and their hash. Two runs are compared without either's inputs. */
import { z } from "zod";
import { PaperRef, Sha256 } from "#contracts/frames/fields";

const Count = z.number().int().min(0);
export const RunRecord = z.strictObject({
  format: z.literal("amphi-run"),
  version: z.literal(1),
  unit: PaperRef,
  /** The paper, then backup papers: SHA-256 of the canonical JSON of each file. */
  papers: z.array(z.strictObject({ id: PaperRef, paperSha256: Sha256, keySha256: Sha256 })).min(1),
  rules: z.string(),
  /** Ids, sorted. */
  rulings: z.array(z.string()),
  entriesSha256: Sha256,
  /** Of everything above as far as marks are made from it: same hash, same marks. */
  inputsSha256: Sha256,
  marksSha256: Sha256,
  /** Thousandths. */
  maximum: Count,
  candidates: Count,
  /** Candidates with a code in place of a mark. */
  codes: z.record(z.string(), Count),
  /** Entries that were set aside, and those of them that count by a ruling. */
  setAside: z.strictObject({ entries: Count, counted: Count }),
});
export type RunRecord = z.infer<typeof RunRecord>;
