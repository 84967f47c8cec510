import type { Command } from "#cli/command";
import { readPrivateKey } from "#cli/evidence/keys";
import { readArguments } from "#cli/import/arguments";

export const receiptKeyCommand: Command = {
  path: ["receipt", "key"],
  usage: "receipt key",
  summary: "prints the public key that checks receipts and exports (PEM)",
  async run(args, context) {
    readArguments(args, {});
    const { key } = await readPrivateKey(context.receiptKeyFile);
    context.out(key.export({ type: "spki", format: "pem" }).toString().trimEnd());
    return 0;
  },
};
