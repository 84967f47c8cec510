import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ANSWER_FILE_BYTES_MAX } from "#contracts/answer-file";
import { IMPORT_BYTES_MAX } from "#contracts/console/preparation";
import { RESULT_BYTES_MAX } from "#contracts/http/rehearsal-result";
import { refuse } from "#control/http/refusal";

/** By the beginning of the path, the first that fits. A candidate's sign-in is under 1 kB; an act or a message of the
 * chat has at most 3,500 characters, of six bytes each when they are escaped. */
const BYTES_MAX: readonly (readonly [RegExp, number])[] = [
  [/^\/api\/console\/exams\/\d+\/import\//, IMPORT_BYTES_MAX],
  [/^\/api\/console\/sittings\/\d+\/answer-files$/, ANSWER_FILE_BYTES_MAX],
  [/^\/api\/console\//, 32 * 1024],
  [/^\/api\/rehearsal\/results$/, RESULT_BYTES_MAX],
  // Names of a hundred packages.
  [/^\/api\/devices\//, 16 * 1024],
  [/^/, 4_096],
];

/** Refuses larger bodies before anything is read of them. */
export function bodyLimits(): MiddlewareHandler {
  const limits = BYTES_MAX.map(([path, maxSize]) => ({
    path,
    limit: bodyLimit({
      maxSize,
      onError: (c) => refuse(c, "bad_request", { message: `a request body has at most ${maxSize} bytes` }),
    }),
  }));
  return (c, next) => {
    const found = limits.find(({ path }) => path.test(c.req.path));
    return found ? found.limit(c, next) : next();
  };
}
