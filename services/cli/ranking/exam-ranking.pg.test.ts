/** An exam ranked from the database, from files, and by the independent verifier: one result. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { storeSimulatedDay } from "#cli/pipeline/simulated-day";
import { simulatedLottery } from "#cli/pipeline/simulated-competition";
import { simulatedPaper } from "#cli/pipeline/simulated-paper";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import type { RankingRules } from "#domain/ranking/rules";
import type { TestDatabase } from "#infra/testing/fresh-database.ts";
import { freshDatabase } from "#infra/testing/shared-servers.ts";
import { createMarkingApp } from "#marking/app";
import { createLog } from "#runtime/log";

const BY = { accountId: null, name: "the test" };
const RULES: RankingRules = {
  ...{ format: "amphi-ranking-rules", v: 1, title: "A competition", missing: "refuse", lottery: "public-numbers" },
  units: ["UE1", "UE2"].map((code) => ({ code, name: code, scale: 20_000 })),
  codes: [
    { code: "ABS", effect: "zero" },
    { code: "DSP", effect: "neutral" },
  ],
  rankings: [
    {
      ...{ code: "GEN", name: "General", enrolled: "everyone", totals: "computed", ranks: "computed" },
      coefficients: { UE1: 2, UE2: 1 },
      tieBreaks: [{ by: "field", field: "born", as: "date", first: "lowest", missing: "last" }],
    },
    {
      ...{ code: "ONE", name: "One unit", enrolled: "everyone", totals: "computed", ranks: "computed" },
      ...{ coefficients: { UE2: 1 }, tieBreaks: [] },
    },
  ],
};
let database: TestDatabase;
let owner: pg.Pool;
let marking: pg.Pool;
let folder: string;

beforeEach(async () => {
  database = await freshDatabase();
  owner = new pg.Pool({ connectionString: database.ownerUrl });
  marking = new pg.Pool({ connectionString: database.urlFor("amphi_marking") });
  folder = mkdtempSync(join(tmpdir(), "amphi-ranking-"));
});
afterEach(async () => {
  await marking.end();
  await owner.end();
  rmSync(folder, { recursive: true });
});

test("database, files and verifier agree; a new import makes a ranking stale; names wait for two persons", async () => {
  const [candidates, startMs] = [150, Date.UTC(2026, 10, 2, 13, 0)];
  const paper = { ...simulatedPaper("p1", 24), files: new Map() };
  const day = await storeSimulatedDay(owner, { examSlug: "edn", folder: paper, candidates, seed: 3, startMs });
  const app = createMarkingApp({
    ...{ pool: marking, log: createLog("test", "fatal"), now: () => startMs, elapsedMs: () => performance.now() },
    ...{ oldestWaitingMs: () => Promise.resolve(null), chunk: 40 },
  });
  const amphi = (...args: string[]) => runAmphi(settingsWith({ database: database.ownerUrl }), ...args);
  const file = (name: string, text: string) => (writeFileSync(join(folder, name), text), join(folder, name));
  const { rows } = await owner.query<{ number: string; born: string }>(
    "SELECT anonymity_number AS number, identity ->> 'born' AS born FROM candidate ORDER BY anonymity_number",
  );
  const numbers = rows.map(({ number }) => number);
  const rules = file("rules.json", JSON.stringify(RULES));
  const lottery = file("lottery.json", JSON.stringify(simulatedLottery(RULES, numbers)));
  expect(await amphi("ranking", "rules", "--rules", rules, "--lottery", lottery)).toMatchObject({ status: 0, err: "" });

  const rank = () => app.answer({ ask: "rank", examId: day.examId, runIds: null, by: BY });
  expect(await rank()).toMatchObject({ kind: "refused", code: "ranking_problems" });
  const few = [
    "candidate,unit,points,out of,code",
    ...numbers.map((one, n) => (n === 0 ? `${one},UE2,,,DSP` : `${one},UE2,${n % 7}.5,20,`)),
  ];
  const ue2 = file("ue2.csv", `${few.join("\n")}\n`);
  const strange = file("strange.csv", "candidate,unit,points,out of,code\nnobody,UE2,1,20,\n1,UE9,21,20,\n");
  expect(await amphi("import", "marks", strange)).toMatchObject({ status: 2 });
  expect(await amphi("import", "marks", ue2)).toMatchObject({ status: 0, out: "UE2: 150 lines" });

  const started = await app.answer({ ask: "mark", sittingId: day.sittingId, unit: "UE1", by: BY });
  expect(started).toEqual({ kind: "run_started", runId: 1 });
  await app.work();
  expect(await rank()).toEqual({ kind: "ranking_started", rankingRunId: 1 });

  const path = (name: string) => join(folder, name);
  const stored = await amphi(
    "ranking",
    "export",
    "--ranking",
    "1",
    "--out",
    path("db.csv"),
    "--public",
    path("db.jsonl"),
  );
  expect(stored).toMatchObject({ status: 0, err: "" });
  expect(await amphi("marking", "export", "--run", "1", "--out", path("marks.csv"))).toMatchObject({ status: 0 });
  const people = file(
    "people.csv",
    ["candidate,born", ...rows.map(({ born, number }) => `${number},${born}`), ""].join("\n"),
  );
  const args = [
    "--marks",
    path("marks.csv"),
    "--marks",
    ue2,
    "--rules",
    rules,
    "--candidates",
    people,
    "--lottery",
    lottery,
  ];
  expect(
    await runAmphi(settingsWith({}), "rank", ...args, "--out", path("f.csv"), "--public", path("f.jsonl")),
  ).toMatchObject({ status: 0 });
  expect(readFileSync(path("f.csv"), "utf8")).toBe(readFileSync(path("db.csv"), "utf8"));
  expect(readFileSync(path("f.jsonl"), "utf8")).toBe(readFileSync(path("db.jsonl"), "utf8"));
  expect(await runAmphi(settingsWith({}), "verify-ranking", path("db.jsonl"))).toMatchObject({ status: 0 });

  const letters = await amphi(
    "export",
    "letters",
    "--ranking",
    "1",
    "--out",
    path("letters"),
    "--candidate",
    numbers[1] ?? "",
  );
  expect(letters).toMatchObject({ status: 0 });
  expect(
    readFileSync(join(path("letters"), `${numbers[1]}.pdf`))
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");
  expect(await amphi("export", "letters", "--ranking", "1", "--out", path("named"), "--names")).toMatchObject({
    status: 1,
  });

  expect((await amphi("ranking", "list")).out).toMatch(/current$/);
  expect(
    await amphi("import", "marks", file("again.csv", readFileSync(ue2, "utf8").replace("0.5", "19"))),
  ).toMatchObject({ status: 0 });
  expect((await amphi("ranking", "list")).out).toMatch(/stale: marks$/);
});
