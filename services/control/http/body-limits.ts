import { ANSWER_FILE_BYTES_MAX } from "#contracts/answer-file";
import { IMPORT_BYTES_MAX } from "#contracts/console/preparation";
import { RESULT_BYTES_MAX } from "#contracts/http/rehearsal-result";
import type { BodyLimits } from "#http/body-limits";

/** A candidate's sign-in is under 1 kB; an act or a message of the chat has at most 3,500 characters, of six bytes each
 * when they are escaped. */
export const BODY_LIMITS: BodyLimits = [
  [/^\/api\/console\/exams\/\d+\/import\//, IMPORT_BYTES_MAX],
  [/^\/api\/console\/sittings\/\d+\/answer-files$/, ANSWER_FILE_BYTES_MAX],
  [/^\/api\/console\//, 32 * 1024],
  [/^\/api\/rehearsal\/results$/, RESULT_BYTES_MAX],
  // Names of a hundred packages.
  [/^\/api\/devices\//, 16 * 1024],
  [/^/, 4_096],
];
