import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "#infra/testing/temporary-folder.ts";
import { findProgram } from "./debian.mjs";
import { certificateNames } from "./tls.mjs";

const noOpenssl = findProgram(["openssl"], process.env["PATH"] ?? "") === null;
const NOW = Date.now();
const TWO_DAYS_MS = 2 * 86_400_000;

function selfSigned(): { certFile: string; keyFile: string } {
  const folder = temporaryFolder();
  const [certFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const names = "subjectAltName=DNS:exam.example,DNS:*.example,IP:192.0.2.7";
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=exam"];
  const args = ["req", "-x509", ...curve, "-addext", names, "-keyout", keyFile, "-out", certFile];
  execFileSync("openssl", args, { stdio: "ignore" });
  return { certFile, keyFile };
}

test.skipIf(noOpenssl)("the names of a certificate, without patterns", () => {
  expect(certificateNames(selfSigned(), NOW)).toEqual(["exam.example", "192.0.2.7"]);
});

test.skipIf(noOpenssl)("refuses another key, an old certificate and what is no PEM, naming the file", () => {
  const [pair, other] = [selfSigned(), selfSigned()];
  expect(() => certificateNames({ ...pair, keyFile: other.keyFile }, NOW)).toThrow(
    `--tls-key ${other.keyFile} is not the key of ${pair.certFile}`,
  );
  expect(() => certificateNames(pair, NOW + TWO_DAYS_MS)).toThrow(`--tls-cert ${pair.certFile} ended on`);
  writeFileSync(pair.certFile, "no certificate");
  expect(() => certificateNames(pair, NOW)).toThrow(`--tls-cert ${pair.certFile}: not readable as PEM`);
});
