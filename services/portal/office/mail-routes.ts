/** Mails of the office (R40): their texts, mails to many with a preview, the log by recipient, trying again. */
import {
  MAILS_SHOWN,
  MailsAgain,
  TemplateDropped,
  TemplateKept,
  type TemplateShown,
  type WrittenKind,
} from "#contracts/portal/office/mails";
import { BUILT_IN } from "#domain/mail/built-in-texts";
import { MAIL_STATES } from "#domain/mail/mail";
import { templateProblems } from "#domain/mail/mail-text";
import { signatureOf } from "#domain/staff/account";
import { bodyOf, refused } from "#http/request";
import { competitionOf, type OfficeParts, refusedAs, refusedBy } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import { mailCounts, mailsAgain, mailsOf } from "#postgres/queries/mail/mail-log";
import { dropTemplate, type EventKind, keepTemplate, templatesOf } from "#postgres/queries/mail/templates";

const AT = "/api/office/competitions/:competitionId";
const SEARCH_CHARS_MAX = 100;
const EVENTS = ["wishes-saved", "results-published", "seat-offered", "resignation"] as const satisfies EventKind[];

export function mailRoutes({ database, now, portalUrl }: OfficeParts): readonly StaffRoute[] {
  return [
    {
      ...{ method: "GET", path: `${AT}/mail-templates`, who: ["office"], scope: "competition", shows: null },
      handle: async (c) => {
        const { id, plan } = await competitionOf(database, c.req.param("competitionId"));
        const kept = (await templatesOf(database, id)).map((one): TemplateShown => ({
          ...{ id: one.id, kind: one.kind as WrittenKind, name: one.name, template: one.template },
          ...{ version: one.version, by: one.by, atMs: one.at.getTime(), inRules: false },
        }));
        const events = EVENTS.map((kind): TemplateShown => {
          const own = kept.find((one) => one.kind === kind);
          const builtIn = { id: null, kind, name: "", template: BUILT_IN[kind], version: 0, by: "", atMs: null };
          return { ...(own ?? builtIn), inRules: plan.mails.includes(kind) };
        });
        return { templates: [...events, ...kept.filter(({ kind }) => kind === "office")], portalUrl };
      },
    },
    {
      ...{ method: "PUT", path: `${AT}/mail-templates`, who: ["office"], scope: "competition", shows: null },
      bytesMax: 256 * 1024,
      handle: async (c, { account }) => {
        const asked = await bodyOf(c, TemplateKept);
        if (!("body" in asked)) return asked;
        const { kind, name, template, version } = asked.body;
        const unnamed = (kind === "office") !== (name !== "");
        const problems = [
          ...(unnamed
            ? [{ rule: "mail-name", place: "name", message: "a text on demand has a name, others none" }]
            : []),
          ...templateProblems(kind, template),
        ];
        if (problems.length > 0) return refusedBy(problems);
        const competitionId = Number(c.req.param("competitionId"));
        const kept = { competitionId, kind, name, template, by: signatureOf(account) };
        const written = await keepTemplate(database, kept, version);
        return written === null ? refused("conflict") : { version: written };
      },
    },
    {
      ...{ method: "DELETE", path: `${AT}/mail-templates/:templateId{[0-9]+}`, who: ["office"], scope: "competition" },
      shows: null,
      handle: async (c) => {
        const asked = await bodyOf(c, TemplateDropped);
        if (!("body" in asked)) return asked;
        const [competitionId, id] = [Number(c.req.param("competitionId")), Number(c.req.param("templateId"))];
        const gone = await dropTemplate(database, competitionId, id, asked.body.version);
        return gone ? { dropped: true } : refused("conflict");
      },
    },
    {
      ...{ method: "GET", path: `${AT}/mails`, who: ["office"], scope: "competition", shows: "mails" },
      handle: async (c) => {
        const id = Number(c.req.param("competitionId"));
        const state = MAIL_STATES.find((one) => one === c.req.query("state")) ?? null;
        const search = (c.req.query("search") ?? "").trim().slice(0, SEARCH_CHARS_MAX);
        const beforeId = Number(c.req.query("before")) || null;
        const sought = { state, search, beforeId, limit: MAILS_SHOWN + 1 };
        const [counts, mails] = await Promise.all([mailCounts(database, id), mailsOf(database, id, sought)]);
        return { counts, mails: mails.slice(0, MAILS_SHOWN), more: mails.length > MAILS_SHOWN };
      },
    },
    {
      ...{ method: "POST", path: `${AT}/mails/again`, who: ["office"], scope: "competition", shows: null },
      handle: async (c) => {
        const asked = await bodyOf(c, MailsAgain);
        if (!("body" in asked)) return asked;
        const count = await mailsAgain(database, Number(c.req.param("competitionId")), asked.body.ids, now());
        return count > 0 ? { count } : refusedAs("mail-not-again", "none of them waits or was given up");
      },
    },
  ];
}
