/**
 * What an enrolled tablet does before anybody signs in: downloads the packages of the sittings to come, soonest first,
 * drops what is over, and tells how ready it is.
 */
import { DevicePackages, type DeviceReadiness } from "#contracts/http/device";
import type { z } from "zod";
import type { Enrolment } from "#client-core/enrolment";
import { PackageFetcher } from "#client-core/package/package-fetcher";
import { PackageShelf } from "#client-core/package/package-shelf";
import type { Clock, HealthWatch, Http, Random, Sha256, Shelf } from "#client-core/ports";
import type { ServerTime } from "#client-core/server-time";
import { parseJson } from "#client-core/sign-in";

export interface DepotOptions {
  readonly http: Http;
  readonly shelf: Shelf;
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly random: Random;
  readonly time: ServerTime;
  readonly health: HealthWatch;
  readonly build: string;
  readonly enrolment: Enrolment;
  readonly installed: () => boolean;
  readonly changed: (state: DepotState) => void;
}
export interface DepotSitting {
  readonly id: number;
  readonly title: string;
  readonly plannedStartMs: number;
  /** Its packages, the backup paper's too: all, and those that are here and verified. */
  readonly packages: number;
  readonly here: number;
}
export interface DepotState {
  /** Null before the server has said which. */
  readonly sittings: readonly DepotSitting[] | null;
  /** Whether the server was reached last time. */
  readonly reached: boolean;
  /** How far the device's clock is from the server's time, ms; null before the server has said it. */
  readonly clockOffMs: number | null;
}

const LOOK_EVERY_MS = 60_000;
/** The tablets of a building are switched on together. */
const SPREAD_MS = 20_000;
type Sittings = z.infer<typeof DevicePackages>["sittings"];

export class Depot {
  private readonly kept: PackageShelf;
  private readonly fetchers = new Map<string, PackageFetcher>();
  private readonly whole = new Set<string>();
  private sittings: Sittings | null = null;
  private reached = true;
  private stopped = false;
  private cancel: () => void = () => undefined;
  private readonly unwatch: () => void;

  constructor(private readonly options: DepotOptions) {
    this.kept = new PackageShelf(options.shelf);
    this.unwatch = options.health.onChange(() => this.tell());
  }

  start(): void {
    this.cancel();
    this.look().then(
      () => this.again(),
      () => this.again(),
    );
  }
  stop(): void {
    this.stopped = true;
    this.cancel();
    this.unwatch();
    for (const fetcher of this.fetchers.values()) fetcher.stop();
  }
  /** Something that is told of this tablet has changed. */
  changed(): void {
    this.tell();
  }

  private again(): void {
    this.show();
    if (!this.stopped) this.cancel = this.options.clock.after(LOOK_EVERY_MS, () => this.start());
  }

  private async look(): Promise<void> {
    const { clock, enrolment, http, time } = this.options;
    const askedAtMs = clock.nowMs();
    this.reached = false;
    const headers = { authorization: `Device ${enrolment.credential}` };
    const answer = await http({ method: "GET", url: "/api/devices/me/packages", headers, body: null });
    const parsed = answer.status === 200 ? DevicePackages.safeParse(parseJson(answer.bytes)) : null;
    if (!parsed?.success || this.stopped) return;
    this.reached = true;
    time.learn(parsed.data.serverTimeMs, askedAtMs);
    this.sittings = parsed.data.sittings;
    const wanted = this.sittings.flatMap(refsOf);
    await this.kept.dropOthers(new Set(wanted));
    for (const [sha256, fetcher] of this.fetchers)
      if (!wanted.includes(sha256)) {
        fetcher.stop();
        this.fetchers.delete(sha256);
        this.whole.delete(sha256);
      }
    this.fetchNext();
    this.tell();
  }

  /** One package at a time: the soonest that is not here. */
  private fetchNext(): void {
    const next = this.sittings?.flatMap(refsOf).find((sha256) => !this.whole.has(sha256));
    if (this.stopped || next === undefined || this.fetchers.has(next)) return;
    const { enrolment } = this.options;
    const fetcher = new PackageFetcher({
      ...this.options,
      source: enrolment.packages,
      roomId: enrolment.roomId,
      ref: { sha256: next },
      spreadMs: this.whole.size === 0 ? SPREAD_MS : 0,
      changed: (state) => {
        if (state.kind !== "whole") return;
        this.whole.add(next);
        this.show();
        this.tell();
        this.fetchNext();
      },
    });
    this.fetchers.set(next, fetcher);
    fetcher.start();
  }

  private show(): void {
    const { changed } = this.options;
    if (this.stopped) return;
    const sittings = this.sittings?.map((sitting) => {
      const { id, plannedStartMs, title } = sitting;
      const refs = refsOf(sitting);
      return {
        id,
        title,
        plannedStartMs,
        packages: refs.length,
        here: refs.filter((one) => this.whole.has(one)).length,
      };
    });
    const { offset } = this.options.time;
    changed({
      sittings: sittings ?? null,
      reached: this.reached,
      clockOffMs: offset === null ? null : Math.abs(offset),
    });
  }

  private tell(): void {
    const { build, enrolment, health, http, installed, time } = this.options;
    if (this.stopped || this.sittings === null) return;
    const { offset } = time;
    const readiness: z.infer<typeof DeviceReadiness> = {
      build,
      packages: [...this.whole],
      clockOffsetMs: offset === null ? null : Math.floor(offset),
      ...health.now(),
      installed: installed(),
    };
    const headers = { "content-type": "application/json", authorization: `Device ${enrolment.credential}` };
    // Told again in a minute: nobody waits for this one.
    http({ method: "POST", url: "/api/devices/me/readiness", headers, body: JSON.stringify(readiness) }).catch(
      () => undefined,
    );
  }
}

const refsOf = ({ backup, paper }: Sittings[number]): string[] => [paper.sha256, ...(backup ? [backup.sha256] : [])];
