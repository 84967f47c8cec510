/**
 * The paper and its images: checked against their hashes and kept on the device. The paper opens as soon as its text is
 * here; images follow by themselves, and a screen knows which of them are still missing.
 */
import { type ViewImage, ViewPaper } from "#contracts/paper/view";
import { toHex } from "#domain/answer/chain";
import { reconnectDelayMs } from "#client-core/backoff";
import type { Clock, Http, HttpResponse, Random, Sha256, Shelf } from "#client-core/ports";
import { parseJson, refusalOf } from "#client-core/sign-in";

export type PaperState =
  | { readonly kind: "loading" }
  /** The server gives it at the start. */
  | { readonly kind: "sealed" }
  | {
      readonly kind: "ready";
      readonly paper: ViewPaper;
      /** By SHA-256; what is not in it is still on its way. */
      readonly files: ReadonlyMap<string, Uint8Array>;
      readonly missing: number;
    }
  /** Trying again; `why` for the screen. */
  | { readonly kind: "trouble"; readonly why: "unreachable" | "damaged" | "refused" }
  | { readonly kind: "ticket_invalid" };

export interface PaperLoaderOptions {
  readonly http: Http;
  readonly shelf: Shelf;
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly random: Random;
  readonly ticket: string;
  readonly source: { readonly url: string; readonly sha256: string };
  readonly changed: (state: PaperState) => void;
}

/** How long a sealed paper may be asked for again at the latest; the start act makes it sooner. */
const SEALED_RETRY_MS = 15_000;
const PARALLEL = 4;

export class PaperLoader {
  private cancel: () => void = () => undefined;
  private attempt = 0;
  private busy = false;
  private again = false;
  private stopped = false;
  private sealed = false;

  constructor(private readonly options: PaperLoaderOptions) {}

  start(): void {
    this.run();
  }
  /** The sitting has started: a sealed paper is asked for at once. */
  opened(): void {
    if (this.busy) this.again = true;
    else if (this.sealed) this.run();
  }
  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private run(): void {
    if (this.busy || this.stopped) return;
    this.cancel();
    this.busy = true;
    this.sealed = false;
    this.load().then(
      (state) => this.settled(state),
      () => this.settled({ kind: "trouble", why: "unreachable" }),
    );
  }

  private settled(state: PaperState): void {
    this.busy = false;
    if (this.stopped) return;
    this.options.changed(state);
    if (state.kind === "ticket_invalid" || (state.kind === "ready" && state.missing === 0)) return;
    this.sealed = state.kind === "sealed";
    const delay = this.sealed ? SEALED_RETRY_MS * this.options.random.next() : this.backoff();
    const soon = this.again;
    this.again = false;
    if (soon) this.run();
    else this.cancel = this.options.clock.after(delay, () => this.run());
  }

  private backoff(): number {
    return 250 + reconnectDelayMs(this.attempt++, this.options.random);
  }

  private async load(): Promise<PaperState> {
    const { source } = this.options;
    const document = await this.fetched(`paper:${source.sha256}`, source.url, source.sha256);
    if (!(document instanceof Uint8Array)) return document;
    const parsed = ViewPaper.safeParse(parseJson(document));
    if (!parsed.success) return { kind: "trouble", why: "damaged" };
    return this.withFiles(parsed.data);
  }

  private async withFiles(paper: ViewPaper): Promise<PaperState> {
    const wanted = [...new Map(imagesOf(paper).map((image) => [image.sha256, image])).values()];
    let files: ReadonlyMap<string, Uint8Array> = new Map();
    const state = (): PaperState => ({ kind: "ready", paper, files, missing: wanted.length - files.size });
    const queue = [...wanted];
    const worker = async (): Promise<void> => {
      for (let image = queue.shift(); image; image = queue.shift()) {
        const bytes = await this.fetchedOrNull(image);
        if (!bytes) continue;
        files = new Map([...files, [image.sha256, bytes]]);
        if (!this.stopped) this.options.changed(state());
      }
    };
    this.options.changed(state());
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return state();
  }

  private async fetchedOrNull(image: ViewImage): Promise<Uint8Array | null> {
    try {
      const bytes = await this.fetched(`file:${image.sha256}`, image.url, image.sha256);
      return bytes instanceof Uint8Array ? bytes : null;
    } catch {
      // No answer came for this one; the others may still come, and a later round asks again.
      return null;
    }
  }

  /** From the device, else from the server, checked and kept. */
  private async fetched(name: string, url: string, sha256: string): Promise<Uint8Array | PaperState> {
    const kept = await this.options.shelf.get(name);
    if (kept instanceof Uint8Array) return kept;
    const headers = { authorization: `Bearer ${this.options.ticket}` };
    const answer = await this.options.http({ method: "GET", url, headers, body: null });
    if (answer.status !== 200) return stateOf(answer);
    const bytes = new Uint8Array(answer.bytes);
    if (toHex(await this.options.sha256(bytes)) !== sha256) return { kind: "trouble", why: "damaged" };
    await this.options.shelf.set(name, bytes);
    return bytes;
  }
}

function stateOf(answer: HttpResponse): PaperState {
  const { code } = refusalOf(answer);
  if (code === "sitting_not_open") return { kind: "sealed" };
  if (code === "ticket_invalid") return { kind: "ticket_invalid" };
  return { kind: "trouble", why: "refused" };
}

/** Every image of a paper, in order, repetitions included. */
export function imagesOf(paper: ViewPaper): ViewImage[] {
  return paper.sections.flatMap((section) => [
    ...(section.article?.images ?? []),
    ...section.items.flatMap((item) => [
      ...item.images,
      ...(item.type === "KFP" ? item.items : [item]).flatMap((inner) => [
        ...(inner === item ? [] : inner.images),
        ...(inner.type === "QZP" ? [inner.zoneImage] : []),
      ]),
    ]),
  ]);
}
