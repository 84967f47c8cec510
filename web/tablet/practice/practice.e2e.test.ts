/** Practice in a browser: begun from the sign-in screen or by its address, without a network, to its end, and gone. */
import { expect, test } from "vitest";
import { violations } from "#infra/testing/browser.ts";
import { CARD, type ACandidate } from "../testing/a-candidate.ts";
import { ExamRoom } from "../testing/exam-room.ts";
import { en } from "../texts/en.ts";
import { fr } from "../texts/fr.ts";
import { PRACTICE_TEXTS } from "./practice-texts.ts";
import { practiceWordsEn } from "./practice-words-en.ts";
import { practiceWordsFr } from "./practice-words-fr.ts";

const room = ExamRoom.open();
const words = PRACTICE_TEXTS.fr;

/** Everything that this page keeps on the device, by name. */
const kept = (c: ACandidate) =>
  c.page.evaluate(async () => {
    const open = (name: string) =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error("the database does not open"));
      });
    const all: string[] = [];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await open(name);
      for (const store of database.objectStoreNames) {
        const keys = await new Promise<IDBValidKey[]>((resolve) => {
          const request = database.transaction(store).objectStore(store).getAllKeys();
          request.onsuccess = () => resolve(request.result);
        });
        all.push(...keys.map((key) => `${name}/${store}/${JSON.stringify(key)}`));
      }
      database.close();
    }
    return [...all.sort(), ...Object.keys(localStorage)];
  });

async function begin(c: ACandidate, texts = fr, own = words): Promise<void> {
  await c.press(texts.signIn.practise);
  await c.sees(own.lead);
  await c.press(own.begin);
}

test("it is played to its end without a network, sends nothing, and leaves nothing behind", async () => {
  const c = await room.sitDown();
  await expect
    .poll(() => c.page.evaluate(() => navigator.serviceWorker.controller?.state), { timeout: 15_000 })
    .toBe("activated");
  await c.sees(fr.signIn.title);
  const before = await kept(c);
  await c.context.setOffline(true);
  await c.page.reload();
  await begin(c);
  await c.sees(practiceWordsFr.case.first.stem);
  await c.sees(words.strip);
  const asked: string[] = [];
  c.page.on("request", (request) => asked.push(request.url()));

  await c.choose("Sa respiration");
  await c.validate();
  await c.page.getByRole("img", { name: "Tracé fictif" }).waitFor();
  await c.choose("Lent et régulier");
  await c.validate();
  await c.page.getByRole("application").click({ position: { x: 300, y: 200 } });
  await c.badge("saved");
  await c.validate();
  await c.choose("Aérer la pièce");
  await c.press(fr.paper.next);
  await c.page.getByLabel(fr.item.filter).fill("tensio");
  await c.choose("Tensiomètre");
  await c.press(fr.paper.next);
  await c.page.getByRole("textbox").first().fill("électrocardiogramme");
  await c.press(fr.paper.next);
  await c.choose(fr.item.scale["1"]);
  await c.press(fr.paper.nextSection);
  await c.sees("Deux cents employés");
  await c.choose("Essai contrôlé randomisé");
  await c.press(fr.paper.next);
  await c.press(fr.paper.finish);
  await c.press(fr.review.handIn);
  await c.press(fr.review.sure);
  await c.sees(words.end);
  expect(asked.filter((url) => !url.startsWith("blob:") && !url.includes("/assets/"))).toEqual([]);

  await c.press(words.again);
  await c.sees(practiceWordsFr.case.first.stem);
  expect(await c.page.getByRole("checkbox", { checked: true }).count()).toBe(0);
  await c.press(words.leave);
  await c.sees(fr.signIn.title);
  expect(await kept(c)).toEqual(before);
  expect(room.platform.received.size).toBe(0);
});

test("its address opens it at once, in English too; a reload forgets it; settings end with it", async () => {
  const c = await room.sitDown(en, "en-GB");
  await c.page.goto(`${room.platform.url}/tablet/?practice`);
  const { begin: go, leave, strip } = PRACTICE_TEXTS.en;
  await c.press(go);
  await c.sees(practiceWordsEn.case.first.stem);
  await c.sees(strip);
  await c.page.getByRole("button", { name: en.bar.display }).click();
  await c.press(en.settings.dark);
  expect(await c.page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
  await c.page.getByRole("dialog").getByRole("button", { name: en.settings.close, exact: true }).click();
  await c.press(leave);
  await c.sees(en.signIn.title);
  expect(await c.page.evaluate(() => document.documentElement.dataset["theme"])).toBe("light");
  await c.page.reload();
  await c.sees(en.signIn.title);
});

test("a tablet with a session does not offer it, whatever the address says", async () => {
  const c = await room.composing();
  await c.page.goto(`${room.platform.url}/tablet/?practice`);
  await c.sees("Quels éléments");
  room.platform.ticketsValid = false;
  room.platform.network(false);
  room.platform.network(true);
  await c.press(fr.call.signInAgain);
  await c.sees(fr.signIn.again);
  expect(await c.page.getByRole("button", { name: fr.signIn.practise }).count()).toBe(0);
});

test("a sitting that opens meanwhile takes the place of practice", async () => {
  room.platform.refuseSignIn = "sitting_not_open";
  const c = await room.sitDown();
  await c.page.getByLabel(fr.signIn.label).fill(CARD);
  await c.press(fr.signIn.go);
  await c.sees(fr.refusal.sitting_not_open);
  await begin(c);
  await c.sees(practiceWordsFr.case.first.stem);
  room.platform.refuseSignIn = null;
  await c.sees(fr.identity.title);
  expect(await c.page.getByText(words.strip).count()).toBe(0);
});

test.each(["light", "dark", "yellow"] as const)("no serious accessibility violation: %s", async (theme) => {
  const c = await room.sitDown();
  await c.page.getByRole("button", { name: fr.bar.display }).click();
  await c.press(fr.settings[theme]);
  await c.page.getByRole("dialog").getByRole("button", { name: fr.settings.close, exact: true }).click();
  const found = await violations(c.page, "sign-in");
  await c.press(fr.signIn.practise);
  await c.sees(words.lead);
  found.push(...(await violations(c.page, "beginning")));
  await c.press(words.begin);
  await c.sees(practiceWordsFr.case.first.stem);
  found.push(...(await violations(c.page, "paper")));
  expect(found).toEqual([]);
});
