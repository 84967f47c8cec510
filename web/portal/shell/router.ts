/** From the address to a page. Paths stand behind the `#`: no server has to know them. */
import type { Audience, Page, Section } from "./section.ts";

export interface Found {
  readonly section: Section;
  readonly page: Page;
  readonly params: Readonly<Record<string, string>>;
}

const partsOf = (path: string): string[] => path.split("/").filter((part) => part !== "");

/** Null: no page of that path is for this audience. */
export function findPage(sections: readonly Section[], hash: string, audience: Audience): Found | null {
  const [name = "", ...rest] = partsOf(hash.replace(/^#/, "").split("?")[0] ?? "");
  const section = sections.find((one) => one.name === name && isFor(one, audience));
  if (!section) return null;
  for (const page of section.pages) {
    const params = match(partsOf(page.path), rest);
    if (params !== null) return { section, page, params };
  }
  return null;
}

export const isFor = ({ who }: Section, audience: Audience): boolean =>
  who.includes("anyone") || who.includes(audience);

/** The first page of the first section that is for this audience: where a sign-in leads. */
export function homeOf(sections: readonly Section[], audience: Audience): string | null {
  const own = sections.find(({ who }) => who.includes(audience)) ?? sections.find((one) => isFor(one, audience));
  return own ? `#/${own.name}` : null;
}

function match(pattern: readonly string[], path: readonly string[]): Record<string, string> | null {
  if (pattern.length !== path.length) return null;
  const params: Record<string, string> = {};
  for (const [n, part] of pattern.entries()) {
    const given = path[n] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(given);
    else if (part !== given) return null;
  }
  return params;
}
