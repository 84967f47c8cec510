/** The `amphi` command. */
import { COMMANDS } from "#cli/commands";
import { CliConfig, settingsOf } from "#cli/config";
import { createContext } from "#cli/context";
import { dispatch } from "#cli/dispatch";
import { readConfig } from "#runtime/config";

const { context, close } = createContext(settingsOf(readConfig(CliConfig, process.env)), {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
});
// `amphi … | head` closes the pipe early: that is the reader's choice, not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
process.exitCode = await dispatch(COMMANDS, process.argv.slice(2), context);
await close();
