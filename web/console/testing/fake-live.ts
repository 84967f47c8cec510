/** Ports of a console for tests without a browser: a socket that the test speaks through, an HTTP that it answers. */
import type { Connect, Http, HttpRequest, HttpResponse, SocketHandlers } from "#client-core/ports";
import type { LiveMessage } from "#contracts/console/live";
import type { Reason } from "#contracts/reason";

export class FakeLive {
  /** Sockets opened so far, newest last, with what was sent on each. */
  readonly sockets: { readonly handlers: SocketHandlers; readonly sent: unknown[]; closed: boolean }[] = [];

  readonly connect: Connect = (_url, handlers) => {
    const one = { handlers, sent: [] as unknown[], closed: false };
    this.sockets.push(one);
    return {
      send: (text) => void one.sent.push(JSON.parse(text)),
      close: () => (one.closed = true),
      bufferedAmount: 0,
    };
  };
  get socket() {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("no socket was opened");
    return last;
  }
  tell(message: LiveMessage | { kind: "unheard of" }): void {
    this.socket.handlers.message(JSON.stringify(message));
  }
  /** Frames of a kind that were sent on the newest socket. */
  sent(kind: string): unknown[] {
    return this.socket.sent.filter((frame) => (frame as { kind: string }).kind === kind);
  }
}

/** Answers requests one by one, in the order in which they come; null: the reply is lost. */
export class FakeHttp {
  readonly asked: HttpRequest[] = [];
  private readonly answers: ({ status: number; body: unknown } | null)[] = [];

  reply(status: number, body: unknown): this {
    this.answers.push({ status, body });
    return this;
  }
  lose(): this {
    this.answers.push(null);
    return this;
  }
  readonly http: Http = (request) => {
    this.asked.push(request);
    const answer = this.answers.shift();
    if (!answer) return Promise.reject(new Error("lost"));
    const response: HttpResponse = {
      status: answer.status,
      bytes: new TextEncoder().encode(JSON.stringify(answer.body)),
    };
    return Promise.resolve(response);
  };
}
export const refused = (code: string, reason?: Reason): unknown => ({ error: { code, message: "", reason } });
