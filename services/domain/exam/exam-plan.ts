/** What a schema cannot see in the plan of an exam, with places, all at once; and its instants. */
import { planInstant } from "#domain/exam/local-time";
import { below, type Problem } from "#domain/exam/problem";

interface Plan {
  readonly timeZone: string;
  readonly papers: readonly { readonly slug: string }[];
  readonly sittings: readonly {
    readonly title: string;
    readonly start: string;
    readonly paper: string;
    readonly backup: string | null;
  }[];
  readonly reserveSlots: readonly string[];
  readonly centres: readonly { readonly code: string; readonly rooms: readonly { readonly code: string }[] }[];
}

export interface PlanInstants {
  /** Of each sitting, in order, ms. */
  readonly startsMs: readonly number[];
  readonly slotsMs: readonly number[];
}

export function readPlan(plan: Plan): { instants: PlanInstants; problems: Problem[] } {
  const problems: Problem[] = [];
  const report = (rule: string, place: string, message: string) => problems.push({ rule, place, message });
  const instant = (text: string, place: string): number => {
    const read = planInstant(text, plan.timeZone);
    if ("ms" in read) return read.ms;
    report("instant", place, read.problem);
    return 0;
  };
  const distinct = (values: readonly unknown[], list: string, field: string) =>
    values.forEach((value, n) => {
      const first = values.indexOf(value);
      const place = field === "" ? below(list, n) : below(below(list, n), field);
      if (first < n) report("repeated", place, `${JSON.stringify(value)} stands already at ${below(list, first)}`);
    });
  const startsMs = plan.sittings.map((one, n) => instant(one.start, below(below("sittings", n), "start")));
  const slotsMs = plan.reserveSlots.map((text, n) => instant(text, below("reserveSlots", n)));
  if (!problems.some((one) => one.place.startsWith("reserveSlots"))) distinct(slotsMs, "reserveSlots", "");
  const titles = plan.sittings.map((one) => one.title);
  const papers = plan.papers.map((one) => one.slug);
  const centres = plan.centres.map((one) => one.code);
  distinct(titles, "sittings", "title");
  distinct(papers, "papers", "slug");
  distinct(centres, "centres", "code");
  plan.centres.forEach((centre, n) => {
    const rooms = centre.rooms.map((room) => room.code);
    distinct(rooms, below(below("centres", n), "rooms"), "code");
  });
  plan.sittings.forEach(({ paper, backup }, n) => {
    if (paper === backup)
      report("backup-is-the-paper", below(below("sittings", n), "backup"), `"${paper}" is the paper itself`);
  });
  return { instants: { startsMs, slotsMs }, problems };
}
