import { describe, expect, test } from "vitest";
import { renderBlock, renderLine, showsNothing } from "#cli/import/markdown";

describe("Markdown of a paper", () => {
  test("renders what exam texts need", () => {
    expect(renderBlock("pH **7,18**, _EGFR_\n\n- un\n- deux").html).toBe(
      "<p>pH <strong>7,18</strong>, <em>EGFR</em></p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>",
    );
    expect(renderBlock("| A | B |\n|---|---:|\n| x | 1 |").html).toContain('<td align="right">1</td>');
    expect(renderLine("SpO<sub>2</sub> < 90 % & stable").html).toBe("SpO<sub>2</sub> &lt; 90 % &amp; stable");
  });

  test.each([
    ["<script>steal()</script>Texte", "Texte", ["script"]],
    ['<p onclick="x()">Texte</p>', "<p>Texte</p>", []],
    ["[lien](javascript:alert(1))", "<p>lien</p>", ["a"]],
    ["<iframe src='https://x'></iframe>", "", ["iframe"]],
    ["![alt](https://x/y.png)", "<p></p>", ["img"]],
    ['<span style="position:fixed">x</span>', "<p>x</p>", ["span"]],
    ["# Titre", "<h2>Titre</h2>", []],
  ])("%j leaves nothing that runs or loads, and says what it took out", (markdown, html, removed) => {
    expect(renderBlock(markdown)).toEqual({ html, removedTags: removed });
  });

  test("knows when nothing is left to see", () => {
    expect(showsNothing(renderBlock("<!-- rien -->").html)).toBe(true);
    expect(showsNothing(renderBlock("&nbsp;").html)).toBe(true);
    expect(showsNothing(renderBlock("-").html)).toBe(true);
    expect(showsNothing(renderBlock("0").html)).toBe(false);
  });
});
