/**
 * What a tablet without a network saves for a person to carry: every entry that it holds of one candidate's sitting. The
 * file is a nested JWT in compact form (RFC 7519, 5.2): a JWS (ES256, the tablet's own key) whose payload is the JSON
 * below, inside a JWE (ECDH-ES on P-256, A256GCM) to the exam office's key, `kid` its RFC 7638 thumbprint.
 */
import { z } from "zod";
import { Epoch, InstantMs } from "#contracts/frames/fields";
import { Genesis } from "#contracts/http/sign-in";
import { LIMITS } from "#contracts/limits";

/** `typ` of the JWE. */
export const ANSWER_FILE_TYPE = "amphi-answers";
/** A busy candidate makes some hundred kB; this is far beyond the longest paper. */
export const ANSWER_FILE_BYTES_MAX = 16 * 1024 * 1024;

const id = z.number().int().min(1);

export const AnswerFile = z.strictObject({
  format: z.literal("amphi-answers"),
  version: z.literal(1),
  /** Estimated server time. */
  savedAtMs: InstantMs,
  build: z.string().max(64),
  sittingId: id,
  candidateId: id,
  deviceId: z.string().min(8).max(64),
  /** Oldest first. `entries`: the frames exactly as made, in order of seq from 1. */
  epochs: z
    .array(
      z.strictObject({
        epoch: Epoch,
        genesis: Genesis,
        entries: z.array(z.string().max(LIMITS.frameBytesMax)).max(LIMITS.entriesPerEpochMax),
      }),
    )
    .max(100),
});
export type AnswerFile = z.infer<typeof AnswerFile>;

/** Why a file, or a part of it, is not taken. One is enough: nothing of the file is taken then. */
export const ANSWER_FILE_PROBLEMS = [
  "too_large",
  /** Something else, or another version. */
  "not_an_answer_file",
  /** Encrypted for another installation. */
  "other_key",
  /** Not as it was written. */
  "damaged",
  "other_sitting",
  /** Of a candidate outside the places of whoever brings it. */
  "other_place",
  /** Nothing was entered on the tablet. */
  "empty",
  /** The server never gave this tablet the number under which it entered things. */
  "epoch_unknown",
  /** No key of the tablet is known, so nothing says that the file is its own. */
  "device_unknown",
  /** Signed by something else than the tablet that signed in. */
  "signature_wrong",
  /** The chain of entries starts elsewhere than the server said. */
  "chain_differs",
  /** An entry cannot be read, or stands where another belongs. */
  "entry_wrong",
  /** Another entry is stored under the same number. */
  "entry_conflicts",
] as const;
export type AnswerFileProblem = (typeof ANSWER_FILE_PROBLEMS)[number];

const Counted = z.number().int().min(0);
export const AnswerFileOutcome = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.literal("taken"),
    sittingId: id,
    candidateId: id,
    newEntries: Counted,
    knownEntries: Counted,
    /** Of the new ones: made on a tablet that another one has replaced. They are kept and change no answer. */
    setAside: Counted,
    /** All of them are in the national store; else they are on their way. */
    secured: z.boolean(),
  }),
  z.strictObject({
    outcome: z.literal("refused"),
    problems: z
      .array(
        z.strictObject({
          code: z.enum(ANSWER_FILE_PROBLEMS),
          /** In English, for the command line and the log. */
          detail: z.string(),
        }),
      )
      .min(1),
  }),
]);
export type AnswerFileOutcome = z.infer<typeof AnswerFileOutcome>;
