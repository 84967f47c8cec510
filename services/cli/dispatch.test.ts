import { expect, test } from "vitest";
import { BadInput, type Command, Refusal, UsageError } from "#cli/command";
import { COMMANDS } from "#cli/commands";
import { dispatch } from "#cli/dispatch";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { StoreTrouble } from "#domain/ports/answer-stream";

const command = (path: string, run: Command["run"]): Command => ({
  path: path.split(" "),
  usage: `${path} [--option]`,
  summary: `does ${path}`,
  run,
});
async function run(commands: readonly Command[], ...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  // Commands of these tests use nothing else of their context.
  const context = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) } as never;
  return { status: await dispatch(commands, args, context), out, err };
}

test("the longest path wins and gets the words after it", async () => {
  const seen: string[] = [];
  const commands = [
    command("receipt", (args) => Promise.resolve(seen.push(`receipt ${args.join(",")}`) * 0)),
    command("receipt key", (args) => Promise.resolve(seen.push(`key ${args.join(",")}`) * 0)),
  ];
  await run(commands, "receipt", "key");
  await run(commands, "receipt", "2400042", "--sitting", "1");
  expect(seen).toEqual(["key ", "receipt 2400042,--sitting,1"]);
});

test("help goes to standard output with status 0, an unknown command to standard error with 2", async () => {
  const commands = [command("db setup", () => Promise.resolve(0))];
  for (const words of [[], ["--help"], ["help"]]) {
    const helped = await run(commands, ...words);
    expect([helped.status, helped.err]).toEqual([0, []]);
    expect(helped.out.join("\n")).toContain("db setup [--option]\n      does db setup");
  }
  expect((await run(commands, "db", "setup", "--help")).out[0]).toContain("usage: amphi db setup");
  for (const words of [["nonsense"], ["db"], ["--nonsense"]]) {
    const unknown = await run(commands, ...words);
    expect([unknown.status, unknown.out]).toEqual([2, []]);
    expect(unknown.err[0]).toBe(`unknown command: ${words.join(" ")}`);
    expect(unknown.err.join("\n")).toContain("db setup [--option]");
  }
});

test("each kind of failure has its lines and its status", async () => {
  const failing = (error: Error) => run([command("x", () => Promise.reject(error))], "x");
  expect(await failing(new Refusal("line 2: a", "line 3: b"))).toEqual({
    status: 1,
    out: [],
    err: ["line 2: a", "line 3: b"],
  });
  expect(await failing(new BadInput("a.csv: line 2: b"))).toEqual({ status: 2, out: [], err: ["a.csv: line 2: b"] });
  expect(await failing(new UsageError("--sitting is needed"))).toEqual({
    status: 2,
    out: [],
    err: ["amphi x: --sitting is needed", "usage: amphi x [--option]"],
  });
  expect(await failing(new StoreTrouble("Redis is away", "later"))).toMatchObject({
    status: 1,
    err: ["amphi x: Redis is away"],
  });
  expect((await failing(new TypeError("defect"))).err[0]).toContain("TypeError: defect\n    at ");
});

test("every command names itself in its usage and refuses an option that it does not know", async () => {
  for (const { path, usage, summary } of COMMANDS) {
    expect(usage.startsWith(path.join(" "))).toBe(true);
    expect(summary).not.toBe("");
    const refused = await runAmphi(settingsWith({}), ...path, "--no-such-option");
    expect([path.join(" "), refused.status, refused.out]).toEqual([path.join(" "), 2, ""]);
    expect(refused.err).toContain(`usage: amphi ${usage}`);
  }
});

test("a setting that a command needs and has not is named", async () => {
  expect(await runAmphi(settingsWith({}), "db", "setup")).toMatchObject({
    status: 1,
    err: expect.stringMatching(/^DATABASE_URL is not set/) as unknown,
  });
});

test("a database that is not there is one line", async () => {
  const nowhere = settingsWith({ database: "postgres://amphi@127.0.0.1:1/amphi" });
  const { status, err } = await runAmphi(nowhere, "db", "setup");
  expect([status, err]).toEqual([1, "amphi db setup: connect ECONNREFUSED 127.0.0.1:1"]);
});
