import { expect, test } from "vitest";
import { createShelf } from "#control/papers/shelf";
import { acts, aSitting, IMAGE_SHA256, NOW_MS, VIEW_SHA256 } from "#control/testing/a-control";

const BACKUP_SHA256 = "b".repeat(64);

test("a ticket opens both papers that are staged with its sitting, and no other; each is loaded once", async () => {
  const loads: string[] = [];
  const sitting = aSitting({ backup: { paperId: 9, durationMs: 1, viewSha256: BACKUP_SHA256 } });
  const shelf = createShelf(
    { sitting: () => Promise.resolve(sitting) },
    {
      view: (paperId, sha256) => {
        loads.push(`${paperId} ${sha256.slice(0, 1)}`);
        const found = paperId === 8 ? sha256 === VIEW_SHA256 : sha256 === BACKUP_SHA256;
        return Promise.resolve(found ? Buffer.from(String(paperId)) : null);
      },
      file: (paperId, sha256) =>
        Promise.resolve(
          paperId === 9 && sha256 === IMAGE_SHA256 ? { mediaType: "image/png", bytes: Buffer.from("png") } : null,
        ),
    },
    { acts: () => acts("check_in", "start") },
  );
  const text = async (sha256: string) => {
    const reading = await shelf.view(5, sha256, NOW_MS);
    return "document" in reading ? new TextDecoder().decode(reading.document.bytes) : reading.refusal;
  };
  expect(await text(VIEW_SHA256)).toBe("8");
  expect(await text(BACKUP_SHA256)).toBe("9");
  expect(await text(BACKUP_SHA256)).toBe("9");
  expect(loads.filter((load) => load.endsWith(" b"))).toEqual(["8 b", "9 b"]);
  expect(await text("c".repeat(64))).toBe("not_found");
  expect(await shelf.file(5, IMAGE_SHA256, NOW_MS)).toMatchObject({ document: { mediaType: "image/png" } });
});
