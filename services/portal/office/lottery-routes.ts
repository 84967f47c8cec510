/** R16: the lottery, committed before marks are known and opened once its source of chance has spoken. */
import { createHash, randomBytes } from "node:crypto";
import { LotteryCommitted, LotteryOpened, type LotteryShown } from "#contracts/portal/office/http";
import type { LotteryCommitment, OpenedLottery } from "#contracts/ranking/lottery";
import type { SyncHash } from "#domain/answer/chain";
import { candidateOf } from "#domain/competition/people";
import { rankingRulesOf } from "#domain/competition/ranking-rules";
import { listProblems, rulesHash, rulesProblemsOf } from "#domain/lottery/check";
import { commitment, listHash, secretHash, seed } from "#domain/lottery/draw";
import { beaconValue, numbersValue } from "#domain/lottery/public-value";
import { signatureOf } from "#domain/staff/account";
import { bodyOf } from "#http/request";
import { competitionOf, type OfficeParts, refusedAs, refusedBy } from "#portal/office/parts";
import type { StaffRoute } from "#portal/route";
import type { CompetitionRow } from "#postgres/queries/competition/competitions";
import { commitLottery, lotteryOf, openLottery } from "#postgres/queries/competition/lottery";
import { enrolledIn } from "#postgres/queries/competition/rows";
import type { Database } from "#postgres/queries/reading";

const AT = "/api/office/competitions/:competitionId/lottery";
const sha256: SyncHash = (bytes) => createHash("sha256").update(bytes).digest();

/** Ascending, as a commitment lists them. */
const candidatesOf = async (database: Database, { id, plan }: CompetitionRow): Promise<string[]> =>
  (await enrolledIn(database, id))
    .map((one) => candidateOf(plan.anonymity, one))
    .filter(Boolean)
    .sort();

export const lotteryRoutes = ({ database }: OfficeParts): readonly StaffRoute[] => [
  {
    ...{ method: "GET", path: AT, who: ["office", "jury"], scope: "competition", shows: null },
    handle: async (c): Promise<{ lottery: LotteryShown | null }> => {
      const row = await lotteryOf(database, Number(c.req.param("competitionId")));
      if (row === null) return { lottery: null };
      const { committedAt, committedBy, opened } = row;
      return {
        lottery: {
          ...{ commitment: row.commitment, committedBy, committedAtMs: committedAt.getTime() },
          ...{ publicValue: opened?.publicValue ?? null, seed: opened?.seed ?? null },
        },
      };
    },
  },
  {
    ...{ method: "POST", path: AT, who: ["office"], scope: "competition", shows: null },
    handle: async (c, { account }) => {
      const asked = await bodyOf(c, LotteryCommitted);
      if (!("body" in asked)) return asked;
      const { source } = asked.body;
      const competition = await competitionOf(database, c.req.param("competitionId"));
      const rules = rankingRulesOf(competition.plan);
      if (rules?.lottery !== source.method)
        return refusedAs("lottery-method", "the rules name another source of chance");
      const list = await candidatesOf(database, competition);
      if (list.length === 0) return refusedAs("no-candidates", "nobody is registered");
      const secret = randomBytes(32).toString("hex");
      const committed = {
        ...{ listHash: listHash(sha256, list), rulesHash: rulesHash(sha256, rules), source },
        secretHash: secretHash(sha256, secret),
      };
      const made: LotteryCommitment = {
        ...{ format: "amphi-lottery-commitment", v: 1, candidates: list.length },
        ...{ ...committed, commitment: commitment(sha256, committed) },
      };
      const written = { competitionId: competition.id, commitment: made, secret, committedBy: signatureOf(account) };
      if (!(await commitLottery(database, written))) return refusedAs("lottery-committed", "it is committed already");
      return { commitment: made.commitment };
    },
  },
  {
    ...{ method: "POST", path: `${AT}/opening`, who: ["office"], scope: "competition", shows: null },
    handle: async (c) => {
      const asked = await bodyOf(c, LotteryOpened);
      if (!("body" in asked)) return asked;
      const competition = await competitionOf(database, c.req.param("competitionId"));
      const row = await lotteryOf(database, competition.id);
      if (row === null) return refusedAs("lottery-not-committed", "it is not committed");
      const { source } = row.commitment;
      const said =
        source.method === "beacon"
          ? asked.body.beacon && beaconValue(sha256, source, asked.body.beacon)
          : numbersValue(source, asked.body.numbers ?? "");
      if (said === undefined) return refusedAs("beacon-round", "the beacon's round is missing");
      if ("rule" in said) return refusedAs(said.rule, said.message);
      const rules = rankingRulesOf(competition.plan);
      const list = await candidatesOf(database, competition);
      const problems = [
        ...(rules === null ? ["the plan ranks nobody"] : rulesProblemsOf(sha256, row.commitment, rules)),
        ...listProblems(sha256, row.commitment, list),
      ];
      if (problems.length > 0) return refusedBy(problems.map((message) => ({ rule: "lottery", place: "", message })));
      const opened: OpenedLottery = {
        ...{ ...row.commitment, format: "amphi-lottery", secret: row.secret, publicValue: said.value, list },
        seed: seed(sha256, row.commitment.listHash, said.value, row.secret),
      };
      return (await openLottery(database, competition.id, opened))
        ? { seed: opened.seed }
        : refusedAs("lottery-opened", "it was opened before");
    },
  },
];
