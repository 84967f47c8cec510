/** R40: mails over SMTP to a catcher, with a server that is away, refuses, or is cut off in the middle. */
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aYear, mailOf, NOW, type Year } from "#infra/students/a-year.ts";
import { emptyRedis, freshDatabase } from "#infra/testing/shared-servers.ts";
import { smtpTransport } from "#jobs/mails/transport";
import { queueMails, takeDueMails } from "#postgres/queries/mail/mails";

let year: Year;
let end: () => Promise<void>;
const caught: { to: string; text: string }[] = [];
const world = { refusal: null as number | null };

beforeEach(async () => {
  const { controlUrl } = await emptyRedis();
  caught.length = 0;
  world.refusal = null;
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    authOptional: true,
    onRcptTo: (_address, _session, callback) =>
      callback(world.refusal === null ? null : Object.assign(new Error("not now"), { responseCode: world.refusal })),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join();
        caught.push({ to, text: Buffer.concat(chunks).toString("utf8") });
        callback();
      });
    },
  });
  const port = await new Promise<number>((listening) => {
    const listener = server.listen(0, "127.0.0.1", () => listening((listener.address() as AddressInfo).port));
  });
  const transport = smtpTransport(`smtp://127.0.0.1:${port}`, "Amphi <amphi@example.fr>");
  year = await aYear({ ...(await freshDatabase()), controlUrl }, { transport });
  end = async () => {
    transport.close();
    await new Promise<void>((closed) => server.close(() => closed()));
    await year.end();
  };
});
afterEach(() => end());

const states = async () =>
  (await year.owner.query("SELECT state, attempts, said FROM mail ORDER BY id")).rows as {
    state: string;
    attempts: number;
    said: string;
  }[];
const forgotten = (n: number) => year.request("POST", "/api/student/forgotten", "", { login: mailOf(n) });

test("R40: a mail reaches its reader whole, in two languages of letters, under a lasting id", async () => {
  await forgotten(1);
  expect(await year.mailer.pass()).toBe(1);
  expect(caught[0]?.to).toBe(mailOf(1));
  expect(caught[0]?.text).toMatch(/^Message-ID: <mail-1@portail\.example\.fr>$/m);
  expect(caught[0]?.text).toMatch(/^From: Amphi <amphi@example\.fr>$/m);
  expect(await states()).toMatchObject([{ state: "sent", attempts: 1 }]);
  expect(await year.mailer.pass()).toBe(0);
});

test("R40: while the server says no for now, mails wait and are tried again; what is refused for good is shown", async () => {
  world.refusal = 451;
  await forgotten(1);
  expect(await year.mailer.pass()).toBe(0);
  expect(await states()).toMatchObject([{ state: "queued", attempts: 1 }]);
  expect((await states())[0]?.said).toContain("not now");
  await year.mailer.pass();
  expect(year.mailer.summary()).toContain("1 mails wait");
  // not before its time
  expect((await states())[0]?.attempts).toBe(1);
  year.world.nowMs = NOW + 31_000;
  world.refusal = null;
  expect(await year.mailer.pass()).toBe(1);
  expect(await states()).toMatchObject([{ state: "sent", attempts: 2 }]);
  world.refusal = 550;
  await forgotten(2);
  await year.mailer.pass();
  expect((await states())[1]).toMatchObject({ state: "given_up", attempts: 1 });
  expect(year.mailer.summary()).toBe("1 mails given up");
});

test("a process that dies with a mail in its hands has it taken over; two at once send nothing twice", async () => {
  await forgotten(1);
  expect(await takeDueMails(year.database, NOW, 300_000, 10)).toHaveLength(1);
  expect(await year.mailer.pass()).toBe(0);
  year.world.nowMs = NOW + 300_000;
  await Promise.all([year.mailer.pass(), year.mailer.pass()]);
  expect(caught).toHaveLength(1);
});

test("names and templates cannot write headers", async () => {
  const evil = { kind: "office", accountId: 1, competitionId: year.competitionId, recipient: mailOf(1) } as const;
  const subject = "hello\r\nBcc: other@example.fr";
  await queueMails(year.database, [{ ...evil, subject, body: "text", dueAtMs: NOW }], NOW);
  await year.mailer.pass();
  expect(caught.map(({ to }) => to)).toEqual([mailOf(1)]);
  expect(caught[0]?.text).not.toMatch(/^Bcc:/m);
});
