/** What an enrolled tablet still lacks, and how far each room is. Pure. */
import type { DeviceList } from "#contracts/http/device";
import { LIMITS } from "#contracts/limits";

export type Enrolled = DeviceList["devices"][number];
export const DEVICE_LACKS = ["silent", "packages", "storage", "space", "wake_lock", "installed", "stale"] as const;
export type DeviceLack = (typeof DEVICE_LACKS)[number];

/** What a tablet told longer ago than this may be true no more. */
const STALE_MS = 24 * 3_600_000;

/** The worst first. `expected`: packages that it should have. */
export function lacksOf({ readiness }: Enrolled, expected: readonly string[], nowMs: number): DeviceLack[] {
  if (readiness === null) return ["silent"];
  const found: Record<DeviceLack, boolean> = {
    silent: false,
    packages: packagesHeld(readiness, expected) < expected.length,
    storage: readiness.storagePersistent === false,
    space: readiness.storageFreeBytes !== null && readiness.storageFreeBytes < LIMITS.storageFreeBytesMin,
    wake_lock: readiness.wakeLock === false,
    installed: !readiness.installed,
    stale: nowMs - readiness.atMs > STALE_MS,
  };
  return DEVICE_LACKS.filter((lack) => found[lack]);
}
export const packagesHeld = (readiness: NonNullable<Enrolled["readiness"]>, expected: readonly string[]): number =>
  expected.filter((sha256) => readiness.packages.includes(sha256)).length;

export interface EnrolledLine {
  readonly device: Enrolled;
  readonly lacks: readonly DeviceLack[];
}
const collator = new Intl.Collator("fr", { numeric: true });
const rank = ({ lacks: [worst] }: EnrolledLine) => (worst ? DEVICE_LACKS.indexOf(worst) : DEVICE_LACKS.length);

/** Those that lack something first, the worst above, then by label. */
export const linesOf = (devices: readonly Enrolled[], expected: readonly string[], nowMs: number): EnrolledLine[] =>
  devices
    .map((device) => ({ device, lacks: lacksOf(device, expected, nowMs) }))
    .sort((a, b) => rank(a) - rank(b) || collator.compare(a.device.label, b.device.label));

/** Of one room: tablets for seats, spares, and those of both that lack nothing. */
export function roomSums(lines: readonly EnrolledLine[], roomId: number) {
  const here = lines.filter(({ device }) => device.roomId === roomId);
  const spares = here.filter(({ device }) => device.spare).length;
  return { seats: here.length - spares, spares, ready: here.filter(({ lacks }) => lacks.length === 0).length };
}
