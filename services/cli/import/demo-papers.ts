/** The papers of the demo: the project's own, and two of the same questions under other ids. */
import { join } from "node:path";
import { type CheckedPaper, checkPaper } from "#cli/import/check-paper";
import { type PaperFolder, readPaperFolder } from "#cli/import/paper-files";
import { AnswerKey } from "#contracts/paper/key";
import { SourcePaper } from "#contracts/paper/source";
import { DEMO_BACKUP, DEMO_RESERVE } from "#domain/exam/demo-exam";
import { problemLine } from "#domain/exam/problem";
import { projectRoot } from "#runtime/project-root";

export interface DemoPaper {
  readonly paper: CheckedPaper;
  readonly keys: Record<string, unknown>;
}

/** The demo paper and its key, checked. Throws when the project's own files are not complete: a defect. */
export const demoPaper = (): DemoPaper => checked(demoFolder());

/** The backup paper and the one for a day that is held again. */
export const otherDemoPapers = (): DemoPaper[] =>
  [DEMO_BACKUP, DEMO_RESERVE].map((as) => checked(underOtherIds(demoFolder(), as)));

const demoFolder = (): PaperFolder => readPaperFolder(join(projectRoot(), "infra/demo/paper"), null);

function checked(folder: Pick<PaperFolder, "paper" | "key" | "files">): DemoPaper {
  const result = checkPaper(folder);
  if (!result.ok) throw new Error([...result.inPaper, ...result.inKey].map(problemLine).join("\n"));
  if (!result.keys) throw new Error("the demo paper has no key");
  return { paper: result.paper, keys: result.keys };
}

/** The sections in the opposite order, so that one sees at once which paper is open. */
function underOtherIds(
  folder: PaperFolder,
  { slug, title, prefix }: { readonly slug: string; readonly title: string; readonly prefix: string },
): Pick<PaperFolder, "paper" | "key" | "files"> {
  const paper = SourcePaper.parse(folder.paper);
  const key = AnswerKey.parse(folder.key);
  const renamed = <T extends { readonly id: string }>(one: T): T => ({ ...one, id: prefix + one.id });
  const sections = paper.sections.toReversed().map((section) => ({
    ...renamed(section),
    items: section.items.map((item) =>
      item.type === "KFP" ? { ...renamed(item), items: item.items.map(renamed) } : renamed(item),
    ),
  }));
  const items = Object.fromEntries(Object.entries(key.items).map(([id, one]) => [prefix + id, one]));
  return { paper: { ...paper, id: slug, title, sections }, key: { ...key, paperId: slug, items }, files: folder.files };
}
