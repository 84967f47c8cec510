/** What a student sees and sends of the competitions they take part in: never of another's, whatever the path says. */
import type { Context } from "hono";
import {
  type SeatAnswerView,
  SeatAnswerToGive,
  type StudentHistory,
  type TakenCompetitions,
  WishesToSave,
  type WishesView,
} from "#contracts/portal/student/competitions";
import type { StudentSession } from "#contracts/portal/student/account";
import { isProven } from "#domain/student/account";
import { answersOpen, type SeatOffer } from "#domain/student/seat-answer";
import { openTimesOf } from "#domain/student/wish-window";
import type { OwnResult } from "#domain/student/result";
import { bodyOf, isRefused, refused } from "#http/request";
import type { Method, Outcome, StudentRoute } from "#portal/route";
import { forStudent } from "#portal/student/declare";
import type { StudentParts } from "#portal/student/ports";
import { receivedAt } from "#portal/student/receipt";
import { jsonBytes } from "#portal/student/json-bytes";
import { lastAnswer } from "#postgres/queries/student/seat-answers";
import type { TakenPart } from "#postgres/queries/student/competitions";

interface Asked {
  readonly session: StudentSession;
  readonly part: TakenPart;
  /** Server time when the request came in. */
  readonly receivedAtMs: number;
}
const ID = ":id{[0-9]+}";

export function competitionRoutes(parts: StudentParts): StudentRoute[] {
  const { book, competitions, now } = parts;

  const route = (
    method: Method,
    path: string,
    what: string | null,
    handle: (c: Context, asked: Asked) => Promise<Outcome>,
  ): StudentRoute =>
    forStudent({
      ...{ method, path: `/api/student/competitions/${ID}/${path}` },
      handle: async (c, session) => {
        const receivedAtMs = receivedAt(c);
        const id = Number(c.req.param("id"));
        const part = (await competitions.of(session.account.personIds)).find((one) => one.competitionId === id);
        if (!part) return refused("not_found");
        if (what !== null)
          parts.noteAccess({ atMs: receivedAtMs, who: "student", personId: part.personId, competitionId: id, what });
        return handle(c, { session, part, receivedAtMs });
      },
    });

  /** The seat of the publication in force; null: none is. */
  function offerOf(part: TakenPart, atMs: number): SeatOffer | null {
    const inForce = book.inForce(part.competitionId, atMs);
    if (inForce === null) return null;
    const bytes = inForce.resultOf(part.personId);
    const result = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as OwnResult);
    const { answersUntilMs, publicationId } = inForce.publication;
    return { publicationId, programme: result?.seat?.code ?? null, answersUntilMs };
  }

  return [
    forStudent({
      ...{ method: "GET", path: "/api/student/competitions" },
      handle: async (_c, { account }) => {
        const atMs = now();
        const taken = await competitions.of(account.personIds);
        const told: TakenCompetitions = {
          competitions: taken.map(({ competitionId, plan, slug, studentNumber }) => ({
            ...{ id: competitionId, slug, title: plan.title, studentNumber },
            ...{ windows: [...openTimesOf(plan.wishes)], hasWishes: plan.programmes.length > 0 },
            publishedAtMs: book.inForce(competitionId, atMs)?.publication.publishAtMs ?? null,
          })),
          serverTimeMs: atMs,
        };
        return told;
      },
    }),
    route("GET", "wishes", "wishes", async (_c, { part, receivedAtMs }) => {
      const state = await competitions.wishState(part, receivedAtMs);
      if (state === null) return refused("not_found");
      const { allowed, enrols, frozen, list, plan } = state;
      const told: WishesView = {
        list: { ...list, programmes: [...list.programmes] },
        programmes: plan.programmes.map(({ code, name, places }) => ({
          ...{ code, name, places, allowed: allowed.includes(code) },
        })),
        ...{ most: plan.wishes.most, windows: [...openTimesOf(plan.wishes)], frozen, enrols, serverTimeMs: now() },
      };
      return told;
    }),
    route("POST", "wishes", null, async (c, { part, receivedAtMs, session }) => {
      const asked = await bodyOf(c, WishesToSave);
      if (isRefused(asked)) return asked;
      const place = { competitionId: part.competitionId, personId: part.personId };
      const outcome = await competitions.saveWishes(place, asked.body, receivedAtMs, session);
      if (outcome === null) return refused("not_found");
      const told =
        outcome.kind === "saved"
          ? { outcome: "saved" as const, list: outcome.list, serverTimeMs: now() }
          : { outcome: "refused" as const, problems: outcome.problems, serverTimeMs: now() };
      return told;
    }),
    route("GET", "history", "history", async (_c, { part }) => {
      const [wishes, answers] = [await competitions.wishHistory(part), await competitions.answers(part)];
      const told: StudentHistory = {
        wishes: wishes.map((one) => ({ ...one, programmes: [...one.programmes] })),
        answers: answers.map(({ answer, atMs, by, programme }) => ({ programme, answer, atMs, by })),
      };
      return told;
    }),
    route("GET", "answer", null, async (_c, { part, receivedAtMs }) => {
      const offer = offerOf(part, receivedAtMs);
      const answers = offer === null ? [] : await competitions.answers(part);
      const own = answers.findLast((one) => one.publicationId === offer?.publicationId);
      const told: SeatAnswerView = {
        ...{ publicationId: offer?.publicationId ?? null, programme: offer?.programme ?? null },
        ...{ last: own?.answer ?? null, lastAtMs: own?.atMs ?? null },
        open: offer === null ? [] : [...answersOpen(own?.answer ?? null, offer, receivedAtMs)],
        ...{ untilMs: offer?.answersUntilMs ?? null, serverTimeMs: now() },
      };
      return told;
    }),
    route("POST", "answer", null, async (c, { part, receivedAtMs, session }) => {
      const asked = await bodyOf(c, SeatAnswerToGive);
      if (isRefused(asked)) return asked;
      const offer = offerOf(part, receivedAtMs);
      if (offer === null) return answerRefused("seat_changed");
      const place = { competitionId: part.competitionId, personId: part.personId };
      const at = { receivedAtMs, proven: isProven(session.signedInAtMs, receivedAtMs) };
      const outcome = await competitions.keepAnswer(place, offer, asked.body, at, session);
      if ("problem" in outcome) return answerRefused(outcome.problem);
      const last = lastAnswer([outcome.kept], offer.publicationId);
      const told: SeatAnswerView = {
        ...{ publicationId: offer.publicationId, programme: offer.programme, last, lastAtMs: outcome.kept.atMs },
        ...{ open: [...answersOpen(last, offer, now())], untilMs: offer.answersUntilMs, serverTimeMs: now() },
      };
      return told;
    }),
    forStudent({
      ...{ method: "GET", path: `/api/student/competitions/${ID}/results` },
      handle: async (c, { account }) => resultsOf(parts, c, account.personIds),
    }),
    forStudent({
      ...{ method: "GET", path: `/api/student/competitions/${ID}/everyone` },
      handle: async (c, { account }) => {
        const [id, atMs] = [Number(c.req.param("id")), now()];
        const inForce = book.inForce(id, atMs);
        // Whoever is not in it sees nothing of it.
        if (!inForce?.everyone || !account.personIds.some((personId) => inForce.resultOf(personId) !== null))
          return refused("not_found");
        parts.noteAccess({ atMs, who: "student", personId: null, competitionId: id, what: "everyone" });
        return jsonBytes(c, [inForce.everyone]);
      },
    }),
  ];
}

const answerRefused = (code: string) => ({
  ...refused("refused"),
  problems: [{ code, place: "answer", message: "this answer does not count" }],
});

/** From memory alone; the parts of the answer are put together as bytes, the result just as it was hashed and signed. */
function resultsOf({ book, noteAccess, now }: StudentParts, c: Context, personIds: readonly number[]): Response {
  const [id, atMs] = [Number(c.req.param("id")), now()];
  const inForce = book.inForce(id, atMs);
  const own = personIds.flatMap((personId) => {
    const result = inForce?.resultOf(personId);
    return result ? [{ personId, result }] : [];
  })[0];
  const shown = own && inForce ? inForce.publication : null;
  const head = {
    ...{ publicationId: shown?.publicationId ?? null, publishedAtMs: shown?.publishAtMs ?? null },
    ...{ nextAtMs: book.nextAtMs(id, personIds, atMs), answersUntilMs: shown?.answersUntilMs ?? null },
    ...{ hasEveryone: shown !== null && inForce?.everyone != null, serverTimeMs: atMs },
  };
  if (own) noteAccess({ atMs, who: "student", personId: own.personId, competitionId: id, what: "result" });
  const text = JSON.stringify(head).slice(0, -1);
  return jsonBytes(c, [`${text},"result":`, own ? own.result : "null", "}"]);
}
