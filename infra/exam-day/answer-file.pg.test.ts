/** A tablet lost its network for good: its answer file, the way into PostgreSQL, and the receipt behind it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runAmphi, settingsWith } from "#cli/testing/run-amphi";
import { statementText } from "#contracts/evidence";
import { LIMITS } from "#contracts/limits";
import { PLANNED } from "#domain/sitting/clock";
import { createDrain } from "#drain/app";
import { aKey, ANSWER_TEXTS, aTablet, sealedFile } from "#evidence/testing/a-candidate";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { createReceiptMaker } from "#jobs/receipts/receipt-maker";
import { createReceiptStore } from "#jobs/receipts/stores";
import { openPool } from "#postgres/connection";
import { createAnswerLedger } from "#postgres/ledger/answer-ledger";
import { databaseOf } from "#postgres/queries/reading";
import { newestReceipt } from "#postgres/queries/receipts";
import { insertSitting } from "#postgres/testing/a-sitting";
import { createAnswerFeed } from "#redis/answer-feed";
import { openBlockingConnection, openConnection } from "#redis/connection";
import { createEntryAppend } from "#redis/entry-append";
import { createEpochIssuer } from "#redis/epoch-issuer";
import { systemClock } from "#runtime/clock";

const CANDIDATE = 16;

async function aPlatform() {
  const { answersUrl } = await emptyRedis();
  const urls = await freshDatabase();
  const folder = mkdtempSync(join(tmpdir(), "amphi-answer-file-"));
  const [owner, drains, jobs] = [urls.ownerUrl, urls.urlFor("amphi_drain"), urls.urlFor("amphi_jobs")].map((url) =>
    openPool(url),
  ) as [ReturnType<typeof openPool>, ReturnType<typeof openPool>, ReturnType<typeof openPool>];
  const sittingId = await insertSitting(owner);
  await owner.query("UPDATE paper SET view_sha256 = repeat('a', 64)");
  const redis = openConnection(answersUrl);
  const reader = openBlockingConnection(answersUrl, 500);
  const drain = createDrain({
    owner: "d1",
    feed: createAnswerFeed(redis, reader),
    ledger: createAnswerLedger(drains, () => PLANNED),
    clock: systemClock,
    limits: LIMITS,
    onTrouble: () => undefined,
  });
  void drain.run();
  onTestFinished(async () => {
    await drain.stop();
    for (const connection of [redis, reader]) connection.disconnect();
    await Promise.all([owner, drains, jobs].map((pool) => pool.end()));
    rmSync(folder, { recursive: true, force: true });
  });
  const [office, signing] = [await aKey(), await aKey()];
  const pem = (name: string, key: typeof office) => {
    const file = join(folder, name);
    writeFileSync(file, key.privateKey.export({ type: "pkcs8", format: "pem" }));
    return file;
  };
  const keys = { answerFileKey: pem("office.pem", office), keyFile: pem("receipts.pem", signing) };
  const settings = settingsWith({ database: urls.ownerUrl, answers: answersUrl, ...keys });
  const receipts = createReceiptMaker({
    ...{ store: createReceiptStore(jobs), key: signing, now: Date.now, onDisagreement: () => undefined },
  });
  return {
    folder,
    owner,
    sittingId,
    redis,
    office,
    receipts,
    amphi: (...args: string[]) => runAmphi(settings, ...args),
  };
}

test("entries that no network carried are stored, once, and complete the receipt", async () => {
  const { folder, owner, sittingId, redis, office, receipts, amphi } = await aPlatform();
  const of = { sittingId, candidateId: CANDIDATE };
  const tablet = aTablet(of);
  const texts = tablet.handedIn(1, ANSWER_TEXTS(1, 40));
  // Signed in, and the first entries sent: then nothing any more. The drain has to adopt the store first.
  const marker = { v: 1 as const, ...of, epoch: 1, deviceId: tablet.deviceId, publicKey: tablet.publicKey };
  const genesis = tablet.genesisAt(1);
  await expect
    .poll(
      () =>
        createEpochIssuer(redis)
          .issue({
            ...{ ...of, deviceId: tablet.deviceId, floor: 0, keep: null },
            markerFor: () => ({ ...marker, genesis, genesisHash: genesis.hash }),
          })
          .then(({ epoch }) => epoch)
          .catch(() => 0),
      { timeout: 30_000 },
    )
    .toBe(1);
  const entries = texts.map((frame, n) => ({ ...of, epoch: 1, seq: n + 1, frame }));
  await createEntryAppend(redis, "ingest-1")(entries.slice(0, 7));
  const logged = async () =>
    (await owner.query<{ n: number }>("SELECT count(*)::int AS n FROM answer_log")).rows[0]?.n ?? 0;
  await expect.poll(logged, { timeout: 30_000 }).toBe(7);
  expect(await receipts.pass()).toBe(0);

  const file = join(folder, "answers.amphi");
  writeFileSync(file, await sealedFile(tablet.file([{ epoch: 1, texts }]), tablet.privateKey, office));
  const whose = `${file}: sitting ${sittingId}, candidate ${CANDIDATE}`;
  const first = await amphi("import", "answers", file);
  expect(first).toEqual({ status: 0, err: "", out: `${whose}: 34 new entries, 7 known, all secured` });
  expect(await logged()).toBe(41);
  const again = await amphi("import", "answers", file, file);
  expect(again.out.split("\n")).toEqual(Array(2).fill(`${whose}: 0 new entries, 41 known, all secured`));
  expect(await logged()).toBe(41);
  const { rows } = await owner.query("SELECT imported_by, new_entries, known_entries FROM answer_file ORDER BY id");
  expect(rows).toEqual([
    { imported_by: "command line", new_entries: 34, known_entries: 7 },
    ...Array<object>(2).fill({ imported_by: "command line", new_entries: 0, known_entries: 41 }),
  ]);

  expect(await receipts.pass()).toBe(1);
  const stored = await newestReceipt(databaseOf(owner), of);
  const statement: unknown = JSON.parse(Buffer.from(stored?.jws.split(".")[1] ?? "", "base64url").toString());
  const receiptFile = join(folder, "receipt.json");
  writeFileSync(receiptFile, statementText(statement, stored?.jws ?? ""));
  const verified = await amphi("verify", receiptFile);
  expect(verified.err).toBe("");
  expect(verified.out).toMatch(/^valid final receipt [^\n]*number 1\n[^]*41 entries/);
});

test("a file that is refused changes nothing; the others of the same command are taken", async () => {
  const { folder, owner, sittingId, redis, office, amphi } = await aPlatform();
  const of = { sittingId, candidateId: CANDIDATE };
  const [bad, missing] = [join(folder, "bad.amphi"), join(folder, "missing.amphi")];
  const unknown = aTablet(of);
  const texts = ANSWER_TEXTS(3, 2);
  writeFileSync(bad, await sealedFile(unknown.file([{ epoch: 3, texts }]), unknown.privateKey, office));
  expect(await amphi("import", "answers", bad)).toEqual({
    status: 1,
    out: "",
    err: [
      `${bad}: no key is known of the tablet that saved this file`,
      `${bad}: device 3 of this candidate is not known`,
    ].join("\n"),
  });
  expect((await amphi("import", "answers", missing)).err).toMatch(/ENOENT: the file cannot be read$/);
  expect(await amphi("import", "answers")).toMatchObject({ status: 2 });
  expect((await owner.query("SELECT FROM answer_file")).rowCount).toBe(0);
  expect(await redis.keys("*:log")).toEqual([]);
});
