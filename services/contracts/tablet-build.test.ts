import { expect, test } from "vitest";
import { tabletBuildOf } from "#contracts/tablet-build";

test("a build is what the page's files are named after", () => {
  const html = `<link rel="icon" href="/assets/icon-DQ2qahWE.svg" />
    <script type="module" crossorigin src="/assets/tablet-QOmA-dwt.js"></script>
    <link rel="modulepreload" crossorigin href="/assets/i18n-BxR6m7jD.js">
    <link rel="stylesheet" crossorigin="" href="/assets/tablet-Cyj8F_Jy.css">`;
  expect(tabletBuildOf(html)).toBe("QOmA-dwt.BxR6m7jD.Cyj8F_Jy");
  expect(tabletBuildOf(html.replace("BxR6m7jD", "BxR6m7jE"))).not.toBe(tabletBuildOf(html));
  expect(tabletBuildOf("<html></html>")).toBe("unbuilt");
});
