/** The next code of a room that was not told yet: noted in the journal first, then told. */
import type { CodeAnswer, CodeAsked, CodeList } from "#contracts/console/codes";
import type { CodeParts, StoredCode } from "#control/codes/ports";
import { isSameAct, USED_ID } from "#control/acts/same-act";
import { type Refused, refusedFor } from "#http/request";
import { groupedOfflineCode } from "#domain/exam/offline-code";
import type { Act } from "#domain/sitting/act";
import { foldJournal, paperOf, startOf } from "#domain/sitting/clock";
import type { Reason } from "#domain/sitting/reason";
import { type StaffAccount, signatureOf } from "#domain/staff/account";
import { authorityFor } from "#domain/staff/authority";

type Which = Pick<CodeAsked, "paper" | "sectionId">;
type Reveal = Extract<Act, { kind: "reveal_code" }>;

/** Two organisers who ask in the same moment are told two codes: whoever comes second takes the one after. */
const ATTEMPTS_MAX = 10;

export async function revealCode(
  parts: CodeParts,
  account: StaffAccount,
  sittingId: number,
  asked: CodeAsked,
): Promise<CodeAnswer | Refused> {
  const { id, cause, roomId, paper, sectionId } = asked;
  const claim = { kind: "reveal_code", scope: { kind: "room", id: roomId } } as const;
  const authority = authorityFor(account, claim, parts.book.places(sittingId), parts);
  if ("refusal" in authority) return refusedFor("not_allowed", authority.refusal);
  if (cause.trim() === "") return refusedFor("bad_request", { code: "cause_missing" });
  const codes = (await parts.codes.codesOf(sittingId, roomId)).filter((one) => isOf(one, asked));
  if (codes.length === 0) return refusedFor("act_refused", { code: "code_unknown" });

  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const acts = await parts.journal.read(sittingId);
    const told = acts.find((act) => act.id === id);
    // Repeated, it finds its own act, whatever number would be the next now.
    const next = told ? null : nextOf(codes, acts, roomId, asked);
    if (!told && next === null) return refusedFor("act_refused", { code: "codes_used" });
    let isTaken = false;
    const said = await parts.journal.append(
      sittingId,
      {
        ...{ id, ...claim, cause, author: signatureOf(account), effectiveAtMs: null },
        ...{ paper, sectionId, codeNumber: next?.number ?? 1 },
      },
      (before) => {
        isTaken = next !== null && nextOf(codes, before, roomId, asked)?.number !== next.number;
        return isTaken ? { code: "codes_used" } : tooEarly(parts, sittingId, before, asked);
      },
    );
    if (said.outcome === "refused" && isTaken) continue;
    if (said.outcome === "refused") return refusedFor("act_refused", said.reason);
    const { act } = said;
    if (!isSameAct(act, claim) || act.kind !== "reveal_code" || !isOf(act, asked)) return USED_ID;
    const code = codes.find(({ number }) => number === act.number)?.code;
    return code === undefined
      ? refusedFor("act_refused", { code: "code_unknown" })
      : { act, code: groupedOfflineCode(code) };
  }
  return refusedFor("act_refused", { code: "codes_used" });
}

/** Codes of a room by what they open, with how many are left. */
export async function codesLeft(parts: CodeParts, sittingId: number, roomId: number): Promise<CodeList> {
  const [codes, sections, acts] = await Promise.all([
    parts.codes.codesOf(sittingId, roomId),
    parts.codes.sectionsOf(sittingId),
    parts.journal.read(sittingId),
  ]);
  const order = ["", ...sections.map(({ id }) => id)];
  const placeOf = ({ paper, sectionId }: Which) => (paper === "main" ? 0 : 1e6) + order.indexOf(sectionId ?? "");
  const kinds = new Map(codes.map(({ paper, sectionId }) => [`${paper} ${sectionId ?? ""}`, { paper, sectionId }]));
  return {
    codes: [...kinds.values()]
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map((which) => {
        const own = codes.filter((one) => isOf(one, which));
        const told = revealedTo(acts, roomId, which);
        return {
          ...which,
          title: sections.find(({ id }) => id === which.sectionId)?.title ?? null,
          left: own.filter(({ number }) => !told.has(number)).length,
          of: own.length,
        };
      }),
  };
}

const isOf = (one: Which, { paper, sectionId }: Which): boolean => one.paper === paper && one.sectionId === sectionId;

const revealedTo = (acts: readonly Act[], roomId: number, which: Which): ReadonlySet<number> =>
  new Set(
    acts
      .filter(
        (act): act is Reveal => act.kind === "reveal_code" && act.scope.kind === "room" && act.scope.id === roomId,
      )
      .filter((act) => isOf(act, which))
      .map(({ number }) => number),
  );

function nextOf(codes: readonly StoredCode[], acts: readonly Act[], roomId: number, which: Which): StoredCode | null {
  const told = revealedTo(acts, roomId, which);
  return [...codes].sort((a, b) => a.number - b.number).find(({ number }) => !told.has(number)) ?? null;
}

/** A code opens the paper for whoever hears it: not before the room has started with that paper. */
function tooEarly(parts: CodeParts, sittingId: number, acts: readonly Act[], asked: CodeAsked): Reason | null {
  const centreId = parts.book.places(sittingId).centreOfRoom(asked.roomId) ?? 0;
  const place = { centreId, roomId: asked.roomId, candidateId: 0 };
  const state = foldJournal(acts);
  const startMs = startOf(state, place);
  const isStarted = startMs !== null && startMs <= parts.now();
  return isStarted && (asked.paper === "main" || paperOf(state, place) === "backup")
    ? null
    : { code: "code_too_early" };
}
