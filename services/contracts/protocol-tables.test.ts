/** docs/protocol-tables.md and docs/schema are generated: `npx vitest run --project unit services/contracts -u`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { z } from "zod";
import { CLOSE } from "#contracts/close-codes";
import { ServerFrame } from "#contracts/frames/server";
import { TabletFrame } from "#contracts/frames/tablet";
import { RestoreResponse } from "#contracts/http/restore";
import { SignInRequest, SignInResponse } from "#contracts/http/sign-in";
import { LIMITS } from "#contracts/limits";
import { TicketClaims } from "#contracts/ticket";

const docs = (name: string) => join(import.meta.dirname, "../../docs", name);

/** Each limit with the sentence above it in the source: the reason is written once. */
function limitRows(): string[] {
  const source = readFileSync(join(import.meta.dirname, "limits.ts"), "utf8");
  return Object.entries(LIMITS).map(([name, value]) => {
    const comment = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*${name}:`).exec(source)?.[1];
    if (!comment) throw new Error(`limit ${name} has no reason above it`);
    return `| \`${name}\` | ${value.toLocaleString("en")} | ${comment.replace(/\s*\n\s*\*\s*/g, " ").trim()} |`;
  });
}

test("docs/protocol-tables.md is fresh", async () => {
  const closeRows = Object.entries(CLOSE).map(([name, c]) => `| ${c.code} | \`${name}\` | ${c.retry} | ${c.means} |`);
  const text = [
    "# Tables of the protocol",
    "",
    "Generated from `services/contracts/close-codes.ts` and `services/contracts/limits.ts`; see [protocol.md](protocol.md).",
    "",
    "## Close codes",
    "",
    '`retry`: "now" reconnect with jitter, "later" not before `retryAfterMs`, "never" sign in again or call the proctor.',
    "",
    "| code | name | retry | means |",
    "| --- | --- | --- | --- |",
    ...closeRows,
    "",
    "## Limits",
    "",
    "The unit is in the name: `Ms` milliseconds, `Bytes` bytes, `Chars` Unicode code points, otherwise a count or a ratio.",
    "",
    "| limit | value | why |",
    "| --- | --- | --- |",
    ...limitRows(),
    "",
  ].join("\n");
  const options = await resolveConfig(import.meta.filename);
  await expect(await format(text, { ...options, parser: "markdown" })).toMatchFileSnapshot(docs("protocol-tables.md"));
});

test.each([
  ["tablet-frames-1.json", "Frames from a tablet, version 1", TabletFrame],
  ["server-frames-1.json", "Frames from ingest, version 1", ServerFrame],
  ["sign-in-request.json", "Body of POST /api/sign-in", SignInRequest],
  ["sign-in-response.json", "Answer to POST /api/sign-in", SignInResponse],
  ["restore-response.json", "Answer to GET /api/restore", RestoreResponse],
  ["ticket-claims-1.json", "Claims of a ticket (opaque to tablets)", TicketClaims],
])("docs/schema/%s is fresh", async (name, title, schema: z.ZodType) => {
  const text = JSON.stringify({ title, ...z.toJSONSchema(schema, { io: "input" }) });
  const options = await resolveConfig(import.meta.filename);
  const formatted = await format(text, { printWidth: options?.printWidth ?? 80, parser: "json" });
  await expect(formatted).toMatchFileSnapshot(docs(`schema/${name}`));
});
