/** A point on an image: by touch, by arrow keys, by a list of zones. */
import { expect, test, vi } from "vitest";
import { violations } from "#infra/testing/browser.ts";
import { ExamRoom } from "../testing/exam-room.ts";
import { fr } from "../texts/fr.ts";

const room = ExamRoom.open();
const points = () => (room.platform.answers()["dp1-q3"] as { points?: unknown[] } | undefined)?.points ?? [];
const placed = (n: number) => vi.waitFor(() => expect(points()).toHaveLength(n), { timeout: 15_000 });

test("touch, arrow keys and the list of zones place points; a point too many is said, one is taken away", async () => {
  const c = await room.composing();
  await c.choose("Une matité");
  await c.validate();
  await c.choose("Opacité");
  await c.validate();
  const image = c.page.getByRole("application");
  await image.click({ position: { x: 120, y: 90 } });
  await placed(1);
  await image.focus();
  await c.page.keyboard.press("ArrowRight");
  await c.page.keyboard.press("Shift+ArrowDown");
  await c.page.keyboard.press("Enter");
  await placed(2);
  expect(points()[1]).toEqual({ x: 520, y: 502 });

  await c.page.getByRole("button", { name: fr.zones.list }).focus();
  await c.page.keyboard.press("Enter");
  await c.page.getByLabel(fr.zones.zone).selectOption("E4");
  await c.press(fr.zones.place);
  await c.sees(fr.item.full(2));
  await c.press(fr.item.remove(fr.item.point(1)));
  await placed(1);
  await c.press(fr.zones.place);
  await placed(2);
  expect(points()[1]).toEqual({ x: 583, y: 750 });
  expect(await violations(c.page, "zones")).toEqual([]);
});
