import { expect, test } from "vitest";
import { isLoopback, parseOptions } from "./options.mjs";

const problemsOf = (...argv: string[]) => {
  const parsed = parseOptions(argv, "/project");
  return "problems" in parsed ? parsed.problems : [];
};

test("without options: loopback, 8080, var, two ingests, the demo", () => {
  expect(parseOptions([], "/project")).toEqual({
    options: { port: 8080, host: "127.0.0.1", tls: null, data: "/project/var", ingest: 2, seed: null },
  });
});

test("takes every option, also with =", () => {
  const argv = [
    "--port=9000",
    "--host",
    "0.0.0.0",
    "--tls-cert",
    "c.pem",
    "--tls-key=/k.pem",
    "--data",
    "d",
    "--ingest",
    "4",
    "--seed",
    "none",
  ];
  expect(parseOptions(argv, "/project")).toEqual({
    options: {
      port: 9000,
      host: "0.0.0.0",
      tls: { certFile: "/project/c.pem", keyFile: "/k.pem" },
      data: "/project/d",
      ingest: 4,
      seed: "none",
    },
  });
});

test.each([
  [["--prot", "1"], "unknown option --prot"],
  [["--port"], "--port needs a value"],
  [["--port", "--seed", "demo"], "--port needs a value"],
  [["--port", "65536"], "--port 65536: not a port (0 to 65535)"],
  [["--port", "80a"], "--port 80a: not a port (0 to 65535)"],
  [["--port", "1", "--port", "2"], "--port is given twice"],
  [["--ingest", "0"], "--ingest 0: not a number from 1 to 16"],
  [["--seed", "real"], "--seed real: neither demo nor none"],
  [["--host", "exam.example"], "--host exam.example: not an IP address"],
  [["--tls-cert", "c.pem"], "--tls-cert and --tls-key go together"],
])("refuses %j", (argv, expected) => {
  expect(problemsOf(...argv)).toContain(expected);
});

test("says every problem at once", () => {
  expect(problemsOf("--port", "x", "--ingest", "y", "stray")).toHaveLength(3);
});

test.each(["0.0.0.0", "192.0.2.7", "::", "2001:db8::1"])("refuses %s without TLS", (host) => {
  expect(problemsOf("--host", host)).toEqual([
    expect.stringContaining(`--host ${host} needs --tls-cert and --tls-key`),
  ]);
  expect(problemsOf("--host", host, "--tls-cert", "c", "--tls-key", "k")).toEqual([]);
});

test.each(["127.0.0.1", "127.8.8.8", "::1", "localhost"])("%s is loopback", (host) => {
  expect(isLoopback(host)).toBe(true);
  expect(problemsOf("--host", host)).toEqual([]);
});
