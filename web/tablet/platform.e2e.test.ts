/** The tablet on the whole real platform: what a candidate entered, offline too, is in PostgreSQL. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { expect, test } from "vitest";
import { builtProject, childrenOf, launch } from "#infra/testing/launched-project.ts";
import { ACandidate } from "./testing/a-candidate.ts";
import { launchBrowser } from "#infra/testing/browser.ts";
import { fr } from "./texts/fr.ts";

test("answer, lose the network, answer on, lose every ingest, reload: all there in PostgreSQL", async () => {
  const platform = launch(builtProject());
  const address = await platform.ready();
  const card = /^ {2}(\S{4}-\S{4}-\S{5}) /m.exec(platform.stdout())?.[1];
  if (!card) throw new Error(`no card code in what npm start printed:\n${platform.stdout()}`);
  const browser = await launchBrowser();
  try {
    const c = await ACandidate.sitDown(browser, address, fr);
    await c.signIn(card);
    const isolated = c.page.getByRole("navigation").getByRole("button", { name: /^Question 1[89],/ });
    await isolated.first().click();
    const chosen: Record<string, string> = {};
    const answerAndGoOn = async () => {
      await c.page.locator("main article").waitFor();
      const option = c.page.locator("main").locator("input[type=radio], input[type=checkbox]").first();
      if ((await option.count()) > 0) {
        await option.click();
        chosen[(await option.getAttribute("name")) ?? ""] = (await option.getAttribute("value")) ?? "";
      }
      await c.page.getByRole("button", { name: fr.paper.next, exact: true }).click();
    };
    for (let i = 0; i < 3; i++) await answerAndGoOn();
    await c.badge("saved");

    await c.context.setOffline(true);
    for (const [name, child] of childrenOf(platform.data))
      if (name.startsWith("ingest")) process.kill(child.pid, "SIGKILL");
    for (let i = 0; i < 4; i++) await answerAndGoOn();
    await c.badge("waiting");

    await c.context.setOffline(false);
    await c.page.reload();
    await answerAndGoOn();
    await c.badge("saved");
    await goToEnd(c);
    await c.sees(fr.end.all);
    expect(c.complaints).toEqual([]);

    expect(Object.keys(chosen).length).toBeGreaterThanOrEqual(5);
    expect(await storedAnswers(platform.data)).toEqual(chosen);
  } finally {
    await browser.close();
    platform.process.kill("SIGTERM");
    await platform.ended;
  }
}, 180_000);

async function goToEnd(c: ACandidate): Promise<void> {
  await c.page
    .getByRole("navigation")
    .getByRole("button", { name: /^Question \d+,/ })
    .last()
    .click();
  await c.press(fr.paper.finish);
  await c.press(fr.review.handIn);
  await c.press(fr.review.sure);
}

/** Item → the first option that is in force, of the only candidate who answered. */
async function storedAnswers(data: string): Promise<Record<string, string>> {
  const environment = JSON.parse(readFileSync(join(data, "run/environment.json"), "utf8")) as { DATABASE_URL: string };
  const client = new Client({ connectionString: environment.DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query<{ item_id: string; value: { choice: string[] } }>(
      "SELECT item_id, value FROM answer_current",
    );
    return Object.fromEntries(rows.map((row) => [row.item_id, row.value.choice[0] ?? ""]));
  } finally {
    await client.end();
  }
}
