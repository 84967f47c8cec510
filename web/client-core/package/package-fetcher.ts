/**
 * Downloads one package: its signed manifest, then its chunks, each checked against its hash and kept at once, then the
 * codes of the room. Goes on where it stopped; what is here is never asked for again.
 */
import type { PackageManifest, PackageRef, PackageSource } from "#contracts/package/manifest";
import { toHex } from "#domain/answer/chain";
import { reconnectDelayMs } from "#client-core/backoff";
import { readManifest } from "#client-core/package/manifest";
import { PackageShelf } from "#client-core/package/package-shelf";
import type { Clock, Http, Random, Sha256, Shelf } from "#client-core/ports";

export type FetchState =
  | {
      readonly kind: "fetching";
      readonly have: number;
      /** Null before the manifest is here. */ readonly of: number | null;
    }
  | { readonly kind: "whole"; readonly manifest: PackageManifest }
  /** Trying again; `why` for the screen. */
  | { readonly kind: "trouble"; readonly why: FetchTrouble };
export type FetchTrouble = "unreachable" | "damaged" | "refused";

export interface PackageFetcherOptions {
  readonly http: Http;
  readonly shelf: Shelf;
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly random: Random;
  readonly source: PackageSource;
  readonly ref: Pick<PackageRef, "sha256">;
  /** Whose codes come along. */
  readonly roomId: number;
  /** The first request waits for a random part of this, ms: a whole building is enrolled at once. */
  readonly spreadMs: number;
  readonly changed: (state: FetchState) => void;
}
/** At 400 kbit/s two chunks at a time come well before a request is given up. */
const PARALLEL = 2;

class Trouble extends Error {
  constructor(readonly why: FetchTrouble) {
    super(why);
  }
}

export class PackageFetcher {
  private readonly kept: PackageShelf;
  private cancel: () => void = () => undefined;
  private attempt = 0;
  private busy = false;
  private stopped = false;
  private spread = false;

  constructor(private readonly options: PackageFetcherOptions) {
    this.kept = new PackageShelf(options.shelf);
  }

  start(): void {
    this.run();
  }
  /** The network may be back. */
  wake(): void {
    if (this.attempt > 0) this.run();
  }
  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private run(): void {
    if (this.busy || this.stopped) return;
    this.cancel();
    this.busy = true;
    this.fetch().then(
      (manifest) => this.settled({ kind: "whole", manifest }),
      (error: unknown) => this.settled({ kind: "trouble", why: error instanceof Trouble ? error.why : "unreachable" }),
    );
  }

  private settled(state: FetchState): void {
    this.busy = false;
    if (this.stopped) return;
    if (state.kind === "trouble") {
      const delay = 250 + reconnectDelayMs(this.attempt++, this.options.random);
      this.cancel = this.options.clock.after(delay, () => this.run());
    } else this.attempt = 0;
    this.options.changed(state);
  }

  private async fetch(): Promise<PackageManifest> {
    const { ref, roomId } = this.options;
    const known = await this.kept.find(ref.sha256);
    const manifest = known?.manifest ?? (await this.manifest());
    const codes = manifest.codes.filter((one) => one.roomId === roomId).map(({ sha256 }) => sha256);
    await this.chunks([...(known?.whole ? [] : manifest.chunks), ...codes]);
    if (!known?.whole) await this.kept.keep(ref.sha256, manifest, true);
    return manifest;
  }

  private async manifest(): Promise<PackageManifest> {
    const { ref, source } = this.options;
    const bytes = await this.bytes(`${source.url}/manifests/${ref.sha256}`, ref.sha256);
    const manifest = await readManifest(new TextDecoder().decode(bytes), source.key);
    if (!manifest) throw new Trouble("damaged");
    await this.kept.keep(ref.sha256, manifest, false);
    return manifest;
  }

  /** Fetches what is missing; the others still come when one does not. */
  private async chunks(wanted: readonly string[]): Promise<void> {
    const missing: string[] = [];
    for (const sha256 of new Set(wanted)) if (!(await this.kept.hasChunk(sha256))) missing.push(sha256);
    let have = wanted.length - missing.length;
    const tell = () => this.options.changed({ kind: "fetching", have, of: wanted.length });
    let failure: unknown = null;
    const worker = async (): Promise<void> => {
      for (let sha256 = missing.shift(); sha256 !== undefined && !this.stopped; sha256 = missing.shift()) {
        try {
          await this.kept.keepChunk(sha256, await this.bytes(`${this.options.source.url}/chunks/${sha256}`, sha256));
          have++;
          if (!this.stopped) tell();
        } catch (error) {
          failure ??= error;
        }
      }
    };
    if (missing.length > 0) tell();
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    if (failure !== null || this.stopped) throw failure instanceof Error ? failure : new Trouble("unreachable");
  }

  /** Checked; what came damaged is asked for once more, past every cache that may have kept it so. */
  private async bytes(url: string, sha256: string): Promise<Uint8Array> {
    await this.spreadOut();
    for (const fresh of [false, true]) {
      const answer = await this.options.http({ method: "GET", url, headers: {}, body: null, fresh });
      if (answer.status !== 200) throw new Trouble("refused");
      const bytes = new Uint8Array(answer.bytes);
      if (toHex(await this.options.sha256(bytes)) === sha256) return bytes;
    }
    throw new Trouble("damaged");
  }

  private spreadOut(): Promise<void> | void {
    const { clock, random, spreadMs } = this.options;
    if (this.spread || spreadMs === 0) return;
    this.spread = true;
    return new Promise((resolve) => {
      clock.after(spreadMs * random.next(), resolve);
    });
  }
}
