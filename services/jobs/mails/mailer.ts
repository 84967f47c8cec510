/**
 * Sends what is due. A mail is taken, sent, and noted; whoever dies between the last two sends it again under the same
 * Message-ID: better twice than never. Nothing here asks a person to wait: who saves wishes has been answered long ago.
 */
import type { MailTransport } from "#jobs/mails/transport";
import type { LinkKind } from "#domain/student/account";
import type { MailFailure } from "#domain/mail/mail";
import type { MailFigures, MailRow } from "#postgres/queries/mail/mails";

export interface MailQueue {
  take(nowMs: number, takenForMs: number, countMax: number): Promise<readonly MailRow[]>;
  sent(id: number, state: "sent" | "caught", said: string, atMs: number): Promise<unknown>;
  failed(mail: MailRow, failure: MailFailure, nowMs: number): Promise<unknown>;
  figures(nowMs: number): Promise<MailFigures>;
  /** Makes a link to choose a password; resolves to its token. */
  makeLink(accountId: number, kind: LinkKind, nowMs: number): Promise<string>;
}
export interface MailerParts {
  readonly queue: MailQueue;
  /** Null: none was named; mails wait. */
  readonly transport: MailTransport | null;
  readonly portalUrl: string;
  readonly domain: string;
  readonly now: () => number;
}
const AT_ONCE = 50;
/** Longer than any sending takes. */
const TAKEN_FOR_MS = 5 * 60_000;

export interface Mailer {
  /** Everything that is due; how many went out. Rejects with StoreTrouble. */
  pass(): Promise<number>;
  /** In one line, for whoever watches. */
  summary(): string;
  stop(): void;
}

export function createMailer({ domain, now, portalUrl, queue, transport }: MailerParts): Mailer {
  let figures: MailFigures = { waiting: 0, givenUp: 0, dueSinceMs: null };
  let stopped = false;

  async function send(to: MailTransport, mail: MailRow): Promise<boolean> {
    const outgoing = { messageId: `<mail-${mail.id}@${domain}>`, to: mail.recipient, subject: mail.subject };
    const outcome = await to.send({ ...outgoing, text: await withLink(mail) });
    if ("failure" in outcome) await queue.failed(mail, outcome.failure, now());
    else await queue.sent(mail.id, outcome.state, outcome.said, now());
    return !("failure" in outcome);
  }
  async function withLink({ accountId, body, kind }: MailRow): Promise<string> {
    if ((kind !== "invitation" && kind !== "reset") || accountId === null) return body;
    const token = await queue.makeLink(accountId, kind, now());
    // Behind the #: servers and logs on the way never see it.
    return body.replaceAll("{link}", `${portalUrl}/#/access/password/${token}`).replaceAll("{portal}", portalUrl);
  }

  return {
    async pass() {
      let count = 0;
      figures = await queue.figures(now());
      if (transport === null) return count;
      for (;;) {
        const taken = stopped ? [] : await queue.take(now(), TAKEN_FOR_MS, AT_ONCE);
        if (taken.length === 0) return count;
        const outcomes = await Promise.all(taken.map((mail) => send(transport, mail)));
        count += outcomes.filter(Boolean).length;
        figures = await queue.figures(now());
        // A server that takes nothing is not asked again before the next pass.
        if (!outcomes.some(Boolean)) return count;
      }
    },
    summary: () => {
      const { dueSinceMs, givenUp, waiting } = figures;
      if (transport === null) return waiting > 0 ? `no mail server is named: ${waiting} mails wait` : "";
      return [
        ...(dueSinceMs === null
          ? []
          : [`${waiting} mails wait, the oldest since ${new Date(dueSinceMs).toISOString()}`]),
        ...(givenUp === 0 ? [] : [`${givenUp} mails given up`]),
      ].join("; ");
    },
    stop: () => {
      stopped = true;
    },
  };
}
