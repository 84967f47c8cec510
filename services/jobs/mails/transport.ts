/** Where mails go: to a server, or, in a demonstration, into a folder where they can be read. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { failureOf, type MailFailure } from "#domain/mail/mail";
import type { Secret } from "#runtime/secret";

export interface OutgoingMail {
  /** The same at every attempt: a server or a mailbox that has it already may say so. */
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}
export type Sent = { readonly state: "sent" | "caught"; readonly said: string } | { readonly failure: MailFailure };

export interface MailTransport {
  send(mail: OutgoingMail): Promise<Sent>;
  close(): void;
}

const CONNECTIONS = 4;
const WITHIN_MS = 20_000;

/** A server before a folder; null: neither was named, and mails wait. */
export function mailTransport(named: {
  readonly MAIL_URL?: Secret | undefined;
  readonly MAIL_FOLDER?: string | undefined;
  readonly MAIL_FROM: string;
}): MailTransport | null {
  if (named.MAIL_URL) return smtpTransport(named.MAIL_URL.reveal(), named.MAIL_FROM);
  return named.MAIL_FOLDER === undefined ? null : folderTransport(named.MAIL_FOLDER, named.MAIL_FROM);
}

/** `url`: `smtp://user:password@host:587` or `smtps://…`; `from`: name and address of the sender. */
export function smtpTransport(url: string, from: string): MailTransport {
  const target = new URL(url);
  const secure = target.protocol === "smtps:";
  const auth = target.username
    ? { user: decodeURIComponent(target.username), pass: decodeURIComponent(target.password) }
    : undefined;
  const transport = createTransport({
    ...{
      pool: true,
      maxConnections: CONNECTIONS,
      host: target.hostname,
      port: Number(target.port || (secure ? 465 : 587)),
    },
    ...{ secure, auth, connectionTimeout: WITHIN_MS, greetingTimeout: WITHIN_MS, socketTimeout: WITHIN_MS },
    // Mails are what we wrote and nothing else: no file of this machine, nothing from an address.
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return {
    send: async (mail) => {
      try {
        const { response } = (await transport.sendMail({ ...mail, from })) as { readonly response: string };
        return { state: "sent", said: response };
      } catch (error) {
        return { failure: failureFrom(error) };
      }
    },
    close: () => transport.close(),
  };
}

function failureFrom(error: unknown): MailFailure {
  if (!(error instanceof Error)) throw error;
  const code: unknown = (error as { responseCode?: unknown }).responseCode;
  return failureOf(error.message, typeof code === "number" ? code : null);
}

/** One file a mail, `<id>.eml`, readable by the person of this machine alone: they hold links. */
export function folderTransport(folder: string, from: string): MailTransport {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  return {
    send: async (mail) => {
      const { message } = (await transport.sendMail({ ...mail, from })) as { readonly message: Buffer };
      const name = `${mail.messageId.replace(/[^a-z0-9-]/gi, "").slice(0, 60)}.eml`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, name), message, { mode: 0o600 });
      return { state: "caught", said: name };
    },
    close: () => undefined,
  };
}
