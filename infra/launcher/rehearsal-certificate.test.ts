import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { findProgram } from "./debian.mjs";
import { rehearsalCertificate } from "./rehearsal-certificate.mjs";
import { certificateNames } from "./tls.mjs";

const noOpenssl = findProgram(["openssl"], process.env["PATH"] ?? "") === null;

test.skipIf(noOpenssl)("is of this machine, made once, and anew when it is no good", () => {
  const folder = temporaryFolder();
  const silent = () => undefined;
  const pair = rehearsalCertificate(folder, silent);
  if (pair === null) throw new Error("openssl is there and made no certificate");
  expect(certificateNames(pair, Date.now())).toEqual(["127.0.0.1", "localhost"]);
  const first = readFileSync(pair.certFile, "utf8");
  rehearsalCertificate(folder, silent);
  expect(readFileSync(pair.certFile, "utf8")).toBe(first);
  writeFileSync(pair.keyFile, "no key");
  rehearsalCertificate(folder, silent);
  expect(certificateNames(pair, Date.now())).toHaveLength(2);
});
