/** Runs `amphi` in the test's process, with what it wrote. */
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMANDS } from "#cli/commands";
import { type CliSettings, createContext } from "#cli/context";
import { dispatch } from "#cli/dispatch";
import { Secret } from "#runtime/secret";

export interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export async function runAmphi(settings: CliSettings, ...args: string[]): Promise<Run> {
  const [out, err]: string[][] = [[], []];
  const { context, close } = createContext(settings, {
    out: (line) => out?.push(line),
    err: (line) => err?.push(line),
  });
  try {
    const status = await dispatch(COMMANDS, args, context);
    return { status, out: (out ?? []).join("\n"), err: (err ?? []).join("\n") };
  } finally {
    await close();
  }
}

export interface TestKeys {
  readonly folder: string;
  readonly privateFile: string;
  readonly publicFile: string;
}
/** A new signing key in a temporary folder, which the test may write to and must remove. */
export function someKeys(): TestKeys {
  const folder = mkdtempSync(join(tmpdir(), "amphi-cli-"));
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const privateFile = join(folder, "receipt.pem");
  const publicFile = join(folder, "receipt.pub.pem");
  writeFileSync(privateFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  writeFileSync(publicFile, publicKey.export({ type: "spki", format: "pem" }));
  return { folder, privateFile, publicFile };
}

export const settingsWith = (over: {
  database?: string;
  answers?: string;
  control?: string;
  keyFile?: string;
  answerFileKey?: string;
}) =>
  ({
    databaseUrl: over.database === undefined ? null : new Secret(over.database),
    redisAnswersUrl: over.answers === undefined ? null : new Secret(over.answers),
    redisControlUrl: over.control === undefined ? null : new Secret(over.control),
    privateDatabase: true,
    cardSecret: new Secret(Buffer.alloc(32, 3)),
    staffSecret: new Secret(Buffer.alloc(32, 4)),
    receiptKeyFile: over.keyFile ?? null,
    answerFileKeyFile: over.answerFileKey ?? null,
    rolePasswords: null,
    rehearsedWithinDays: 14,
  }) satisfies CliSettings;
