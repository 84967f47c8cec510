/** `amphi demo seed`: the demo exam, its paper open, and a few people to sign in as. */
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Refusal, UsageError, type Command } from "#cli/command";
import type { CliContext } from "#cli/context";
import { hmacSha256, seedDemo } from "#cli/import/demo-store";
import { openDemoSitting } from "#cli/import/demo-sitting";
import { manifestKey } from "#cli/packages/keys";
import type { PaperKeys } from "#domain/seal/labels";
import { demoCardCode, groupedCardCode } from "#domain/exam/card-code";
import { demoCandidates, type DemoCandidate } from "#domain/exam/demo-candidates";
import { DEMO_BACKUP, DEMO_EXAM, DEMO_PAPER_ID } from "#domain/exam/demo-exam";
import { demoCentres } from "#domain/exam/demo-places";
import { DEMO_ORGANISER, DEMO_PASSWORD } from "#domain/exam/demo-staff";
import { cardHmac, cardsInForce } from "#postgres/exam/cards";
import { paperOfExam } from "#postgres/exam/rehearsals";
import { sealsOf } from "#postgres/queries/packages";
import { findAccount } from "#postgres/queries/accounts";
import { sealSitting } from "#preparation/seal/seal-paper";
import { createJournal } from "#redis/journal";

export const demoSeedCommand: Command = {
  path: ["demo", "seed"],
  usage: "demo seed",
  summary: "stores the demo exam once, opens its paper, prints people to sign in as",
  async run(args, context) {
    if (args.length > 0) throw new UsageError(`demo seed takes nothing, not "${args[0]}"`);
    const db = drizzle(context.database());
    await refuseForeignDatabase(db, context);
    const { cardSecret, staffSecret } = context;
    const seeded = await seedDemo(context.database(), { cardSecret, staffSecret }, context.now());
    const paper = await paperOfExam(db, DEMO_EXAM.slug, DEMO_PAPER_ID);
    if (!paper) throw new Refusal(`the exam "${DEMO_EXAM.slug}" has no paper "${DEMO_PAPER_ID}"`);
    const backup = await paperOfExam(db, DEMO_EXAM.slug, DEMO_BACKUP.slug);
    const key = await manifestKey(context);
    const keysOf = async (sittingId: number): Promise<PaperKeys | null> => {
      await sealSitting(context.database(), sittingId, key);
      return (await sealsOf(db, sittingId)).find(({ which }) => which === "main")?.keys ?? null;
    };
    const journal = createJournal(context.redisControl());
    const open = await openDemoSitting(db, journal, paper, context.now(), backup, keysOf);
    const until = new Date(open.endsAtMs).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    context.out(`demo exam ${seeded ? "seeded" : "present"}; "${paper.title}" is open until ${until}`);
    for (const line of await accountLines(db, context)) context.out(line);
    for (const line of staffLines()) context.out(line);
    return 0;
  },
};

/** Anybody may know the demo's passwords: it goes into the database that `npm start` made, or where it is already. */
export async function refuseForeignDatabase(db: NodePgDatabase, context: CliContext): Promise<void> {
  if (context.privateDatabase || (await findAccount(db, DEMO_ORGANISER)) !== null) return;
  throw new Refusal(
    "the demo has passwords that everybody knows: it is put only into the database that npm start makes for itself,",
    "not into one that DATABASE_URL names. Nothing was changed.",
  );
}

/** Consoles and portal: who there is, and how the six digits are had. */
function staffLines(): string[] {
  const place = "lyo";
  return [
    `  consoles, password ${DEMO_PASSWORD}: demo.proctor.${place}-1, demo.lead.${place}, ${DEMO_ORGANISER}`,
    `  portal, the same password: demo.jury, demo.jury2, demo.office, demo.office2, demo.teacher`,
    `  an exam that is over, a competition and students for the portal: npm run -s amphi -- demo year`,
    `  six digits of whoever is asked for them: npm run -s amphi -- staff code ${DEMO_ORGANISER}`,
  ];
}

/** Three people of different centres, one of them with extra time. */
export function demoAccounts(): DemoCandidate[] {
  const candidates = demoCandidates();
  const hasMore = (one: DemoCandidate) => one.extraTime.numerator > one.extraTime.denominator;
  const first = (centre: string, extra: boolean) =>
    candidates.find((one) => one.centre === centre && hasMore(one) === extra);
  return [first("LYO", false), first("BOR", false), first("LIL", true)].flatMap((one) => (one ? [one] : []));
}

async function accountLines(db: NodePgDatabase, context: CliContext): Promise<string[]> {
  const accounts = demoAccounts().map((one) => ({ one, code: demoCardCode(one.studentNumber, hmacSha256) }));
  const hmacOf = (code: string) => cardHmac(context.cardSecret, code);
  const inForce = await cardsInForce(
    db,
    accounts.map(({ code }) => hmacOf(code)),
  );
  return accounts.map(({ one, code }) => {
    const known = inForce.has(hmacOf(code).toString("hex"));
    return accountLine(one, known ? groupedCardCode(code) : "(a new card was issued)");
  });
}

function accountLine(one: DemoCandidate, code: string): string {
  const centre = demoCentres().find(({ code: centreCode }) => centreCode === one.centre);
  const room = centre?.rooms.find(({ code: roomCode }) => roomCode === one.room);
  const factor = one.extraTime;
  const extra = factor.numerator > factor.denominator ? `, time × ${factor.numerator}/${factor.denominator}` : "";
  const place = `${centre?.name ?? one.centre}, ${room?.name ?? one.room}, seat ${one.seat}`;
  return `  ${code}  ${one.givenName} ${one.familyName} (${place}${extra})`;
}
