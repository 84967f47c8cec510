import type { ExamPlan } from "#contracts/exam/plan";
import { below, type Problem } from "#domain/exam/problem";

/**
 * What the command line may do with a plan and a screen may not: touch another exam than the organiser's own, or bring
 * papers in with their keys. A short name that no exam has makes a copy. `taken` tells whether an exam has a short name.
 */
export async function examProblems(
  ownSlug: string,
  plan: ExamPlan,
  taken: (slug: string) => Promise<boolean>,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const { slug } = plan;
  if (slug !== ownSlug && (await taken(slug)))
    problems.push({
      rule: "another-exam",
      place: "slug",
      message: `exam "${slug}" is another one: its own organisers import it`,
      value: slug,
    });
  plan.papers.forEach((paper, n) => {
    if ("folder" in paper)
      problems.push({
        rule: "paper-folder",
        place: below(below("papers", n), "folder"),
        message: "papers carry their keys: they are imported on the command line alone",
        value: paper.slug,
      });
    else if (paper.exam !== ownSlug && paper.exam !== slug)
      problems.push({
        rule: "another-exam",
        place: below(below("papers", n), "exam"),
        message: `papers of exam "${paper.exam}" are for its own organisers`,
        value: paper.exam,
      });
  });
  return problems;
}
