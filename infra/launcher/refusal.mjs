// @ts-check
/** A start that cannot be: one clear line for the person at the keyboard, no stack. */
export class Refusal extends Error {
  /** @override */
  name = "Refusal";
}

/**
 * @param {unknown} error
 * @returns {string} for a message that names the cause
 */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Runs a command's main function: a refusal becomes one line on standard error and exit code 1; anything else is a
 * defect and shows its stack.
 * @param {() => Promise<number | void>} main resolves with the exit code, 0 when it says nothing
 */
export async function runCommand(main) {
  try {
    const code = await main();
    if (typeof code === "number") process.exitCode = code;
  } catch (error) {
    const text = error instanceof Refusal ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`amphi: ${text}\n`);
    process.exitCode = 1;
  }
}
