/** Process: a part of the held tablets. Says once a second how they are. */
import { HeldTablets } from "#loadtest/holder/held-tablets";
import type { ToHolder } from "#loadtest/holder/protocol";

const TELL_EVERY_MS = 1_000;

process.on("message", ({ plan }: ToHolder) => {
  const tablets = new HeldTablets(plan);
  setInterval(() => {
    tablets.dropSilent();
    process.send?.(tablets.take(Date.now()));
  }, TELL_EVERY_MS);
});
process.on("SIGINT", () => undefined); // Ctrl-C reaches the rehearsal, which ends this process in order
process.on("disconnect", () => process.exit(0)); // the rehearsal is gone
