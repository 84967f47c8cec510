/** Draws the images of the demo paper: `node infra/demo/make-images.mjs`. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { electrocardiogram } from "./electrocardiogram.mjs";
import { encodePng } from "./png.mjs";
import { radiograph } from "./radiograph.mjs";

/** @param {string} name @param {import("./png.mjs").Picture} picture */
function write(name, picture) {
  const bytes = encodePng(picture);
  writeFileSync(fileURLToPath(new URL(`paper/${name}`, import.meta.url)), bytes);
  console.log(`${createHash("sha256").update(bytes).digest("hex")}  ${name}  ${bytes.length} bytes`);
}

write("thorax.png", radiograph());
write("electrocardiogramme.png", electrocardiogram());
