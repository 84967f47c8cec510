/** Two passages beside each other, for a person who judges whether they are the same. */
import type { AlikePair } from "#domain/marking/exposure";
import type { Passage } from "#domain/marking/passages";

const WIDTH = 56;

export function pairLines({ one, other, alike, contained }: AlikePair): string[] {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const head = `${nameOf(one)} ~ ${nameOf(other)}: ${percent(alike)} alike, ${percent(contained)} of the shorter`;
  const [left, right] = [wrapped(one), wrapped(other)];
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, n) =>
    `  ${(left[n] ?? "").padEnd(WIDTH)} | ${right[n] ?? ""}`.trimEnd(),
  );
  return [head, ...rows];
}

export const nameOf = ({ paper, id }: Passage): string => `${paper}/${id}`;

/** Lines of at most WIDTH characters; a text begins on a line of its own. */
function wrapped({ texts }: Passage): string[] {
  return texts.flatMap((text) => {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(/\s+/)) {
      if (line !== "" && line.length + 1 + word.length > WIDTH) {
        lines.push(line);
        line = "";
      }
      line = line === "" ? word.slice(0, WIDTH) : `${line} ${word}`;
    }
    return [...lines, line];
  });
}
