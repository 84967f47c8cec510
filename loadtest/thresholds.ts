/** When a rehearsal is good. Correctness first: the verifier adds missing = 0 and unexpected = 0 afterwards. */
export const THRESHOLDS: Record<string, string[]> = {
  sign_ins_ok: ["rate==1"],
  tablets_complete: ["rate==1"],
  received_after_ms: ["p(99)<1000"],
  step_after_ms: ["p(99)<1000"],
  steps_shown: ["rate==1"],
};
