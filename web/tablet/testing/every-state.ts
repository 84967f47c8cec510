/** A candidate's whole day, state by state: for checks that every screen must pass, and for its pictures. */
import type { Settings } from "../settings.ts";
import { type ACandidate, CARD } from "./a-candidate.ts";
import type { ExamRoom } from "./exam-room.ts";
import { ENROL_TOKEN } from "./fake-platform.ts";
import type { Texts } from "../texts/texts.ts";

/** Called in each state, with the screen at rest. */
export type Visit = (candidate: ACandidate, state: string) => Promise<void>;
export interface Look extends Pick<Settings, "theme" | "size" | "spacing"> {
  readonly texts: Texts;
  readonly locale: string;
  readonly viewport: { readonly width: number; readonly height: number };
}

const radiograph = (c: ACandidate) => c.page.getByRole("img", { name: "Radiographie" });
const button = (c: ACandidate, name: string | RegExp) => c.page.getByRole("button", { name });
const dialogClosed = (c: ACandidate) => c.page.keyboard.press("Escape");

/** To a question by the navigator, which is a dialog where the screen is narrow. */
async function goTo(c: ACandidate, number: number): Promise<void> {
  const entry = button(c, new RegExp(`^Question ${number},`));
  if (!(await entry.isVisible())) await c.page.locator("footer .opener button").click();
  await entry.click();
}

const composing = (c: ACandidate) => c.page.locator("footer .forward button").waitFor();

/** At a tablet that looks as its candidate wants. */
async function sitDown(room: ExamRoom, look: Look): Promise<ACandidate> {
  const { locale, texts, viewport } = look;
  const c = await room.sitDown(texts, locale);
  await c.page.setViewportSize(viewport);
  await c.sees(texts.signIn.title);
  await openDisplay(c);
  await c.press(texts.settings[look.theme]);
  await button(c, `${look.size} %`).click();
  await c.press(texts.settings.spacings[look.spacing]);
  await dialogClosed(c);
  return c;
}
const openDisplay = (c: ACandidate) => button(c, c.texts.bar.display).click();

export async function visitEveryState(room: ExamRoom, look: Look, visit: Visit): Promise<void> {
  const c = await sitDown(room, look);
  await beforeThePaper(room, c, look, visit);
  await theCase(room, c, visit);
  await theFreeSections(c, visit);
  await whatComesFromOutside(room, c, visit);
  await theSpareTablet(room, c, look, visit);
  await theTechnician(room, look, visit);
}

async function beforeThePaper({ platform }: ExamRoom, c: ACandidate, look: Look, visit: Visit): Promise<void> {
  const { texts } = look;
  await openDisplay(c);
  await visit(c, "display");
  await dialogClosed(c);
  await c.page.getByLabel(texts.signIn.label).fill("7K3MQ9TB2XHN5");
  await c.press(texts.signIn.go);
  await c.sees(texts.signIn.check);
  await visit(c, "sign-in");
  platform.act("check_in");
  await c.page.getByLabel(texts.signIn.label).fill(CARD);
  await c.press(texts.signIn.go);
  await c.sees(texts.identity.title);
  await visit(c, "identity");
  await c.press(texts.identity.yes);
  await c.sees(texts.waiting.title);
  await visit(c, "waiting");
  platform.network(false);
  await c.press(texts.waiting.haveCode);
  await c.page.getByLabel(texts.waiting.code).fill("0000-0000-0000-0000");
  await c.press(texts.code.open);
  await c.sees(texts.code.wrong);
  await visit(c, "start-code");
  platform.network(true);
  platform.act("start");
  await c.sees("Quels éléments");
}

async function theCase({ platform }: ExamRoom, c: ACandidate, visit: Visit): Promise<void> {
  const { texts } = c;
  await c.choose("Une matité");
  await button(c, texts.annotations.strike("B")).click();
  await visit(c, "QRM");
  await c.press(texts.paper.validate);
  await visit(c, "validate");
  platform.tellsKeys = false;
  await c.page.getByRole("dialog").getByRole("button", { name: texts.paper.validate }).click();
  await c.sees(texts.awaited.coming);
  await visit(c, "next-awaited");
  platform.tellsKeys = true;
  platform.network(false);
  platform.network(true);
  await radiograph(c).waitFor();
  await c.choose("Opacité");
  await c.press(texts.light.open);
  await c.press(texts.light.more.brightness);
  await visit(c, "QRU-image");
  await c.validate();
  await c.page.getByRole("application").click();
  await visit(c, "QZP");
  await c.validate();
  await c.page.getByLabel(texts.item.answer).fill("Méningite");
  await visit(c, "KFP");
}

async function theFreeSections(c: ACandidate, visit: Visit): Promise<void> {
  const { texts } = c;
  await goTo(c, 8);
  await c.choose("Insuline");
  await button(c, texts.annotations.flag).click();
  await c.page.locator("summary").click();
  await c.page.getByRole("textbox", { name: texts.annotations.note }).fill("Revoir les diurétiques");
  await visit(c, "QRP-note");
  await goTo(c, 9);
  await c.choose("Troponine");
  await c.page.getByLabel(texts.item.filter).fill("electro");
  await visit(c, "QRPL");
  await goTo(c, 10);
  await c.page.getByLabel(texts.item.answer).fill("4,2");
  await visit(c, "QROC");
  await goTo(c, 11);
  await c.choose("−1");
  await visit(c, "TCS");
  await goTo(c, 12);
  await c.sees("critère de jugement principal");
  await visit(c, "article");
  const tab = c.page.getByRole("tab", { name: texts.reading.article });
  if (await tab.isVisible()) await tab.click();
  await c.page.getByLabel(texts.reading.search).fill("réhospitalisation");
  await c.press(texts.reading.mark);
  await visit(c, "article-search");
  if (await tab.isVisible()) await c.page.getByRole("tab", { name: texts.reading.questions }).click();
}

async function whatComesFromOutside({ platform }: ExamRoom, c: ACandidate, visit: Visit): Promise<void> {
  const { texts } = c;
  await goTo(c, 7);
  platform.act("instruction", 0, {
    text: "Question 7\u00a0: lire «\u00a0carte de groupe définitive\u00a0».",
    itemId: "qi-1",
  });
  await c.page
    .getByRole("region", { name: texts.instruction.title(1) })
    .or(button(c, texts.instruction.read))
    .first()
    .waitFor();
  await visit(c, "instruction");
  await button(c, texts.hand.raise).first().click();
  await visit(c, "hand");
  await c.page.getByRole("dialog").getByRole("button", { name: texts.hand.reasons.question }).click();
  await dialogClosed(c);
  platform.act("credit", 0, { creditMs: 300_000 });
  await c.sees(texts.bar.credit(300_000));
  await visit(c, "credit");
  const pause = platform.act("pause", 6_000, { cause: "Deux centres ont perdu la liaison." });
  await c.sees(texts.bar.pauseAt(pause.effectiveAtMs));
  await visit(c, "pause-announced");
  await c.page.getByRole("dialog", { name: texts.pause.title }).waitFor();
  await visit(c, "pause");
  platform.act("resume");
  await c.page.getByRole("dialog", { name: texts.pause.title }).waitFor({ state: "detached" });
  platform.network(false);
  await c.choose("Un an");
  await c.badge("waiting");
  await visit(c, "offline");
  const opener = c.page.locator("footer .opener button");
  if (await opener.isVisible()) {
    await opener.click();
    await visit(c, "navigator");
    await dialogClosed(c);
  }
  platform.network(true);
  await c.badge("saved");
}

async function theSpareTablet(room: ExamRoom, c: ACandidate, look: Look, visit: Visit): Promise<void> {
  const { platform } = room;
  const { texts } = look;
  platform.takeOver();
  const spare = await sitDown(room, look);
  await spare.signIn();
  await spare.sees(texts.waiting.restoring);
  await visit(spare, "restoring");
  platform.restorable = true;
  platform.network(false);
  platform.network(true);
  await c.sees(texts.replaced.title);
  await visit(c, "replaced");
  await composing(spare);
  await spare.openPage();
  await spare.page.setViewportSize(look.viewport);
  await spare.sees(texts.otherTab.title);
  await visit(spare, "other-page");
  const first = spare.context.pages()[0];
  if (first) await first.close();
  await composing(spare);
  await goTo(spare, 12);
  await spare.press(texts.paper.finish);
  await visit(spare, "review");
  platform.network(false);
  await spare.press(texts.review.handIn);
  await visit(spare, "hand-in");
  await spare.press(texts.review.sure);
  await spare.sees(texts.end.notYet);
  await visit(spare, "end-waiting");
  platform.network(true);
  await spare.sees(texts.end.all);
  await visit(spare, "end");
  platform.act("cancel", 0, { cause: "Panne nationale des serveurs." });
  await spare.sees(texts.cancelled.title);
  await visit(spare, "cancelled");
}

async function theTechnician(room: ExamRoom, look: Look, visit: Visit): Promise<void> {
  const c = await sitDown(room, look);
  await c.page.close();
  await c.openPage(`#enrol=${ENROL_TOKEN}`);
  await c.page.setViewportSize(look.viewport);
  await c.sees(look.texts.enrol.title);
  await visit(c, "enrol");
  await c.page.getByLabel(look.texts.enrol.label).fill("a1-017");
  await c.press(look.texts.enrol.go);
  await c.sees("A1-017");
  await visit(c, "enrolled");
}
