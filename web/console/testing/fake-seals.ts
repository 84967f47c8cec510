/** Codes of rooms and enrolled tablets, as control tells them: for the browser tests of the consoles. */
import type { CodeAsked, CodeList } from "#contracts/console/codes";
import type { DeviceList, RoomEnrolment } from "#contracts/http/device";
import type { Act } from "#domain/sitting/act";
import { groupedOfflineCode } from "#domain/exam/offline-code";

const SECTIONS = [
  { id: "dp1", title: "Douleur thoracique aiguë" },
  { id: "dp2", title: "Fièvre au retour de voyage" },
];
const PER_SECTION = 3;
const of = (sectionId: string | null) => (sectionId === null ? 1 : PER_SECTION);

type Reveals = Extract<Act, { kind: "reveal_code" }>;
const revealed = (acts: readonly Act[], roomId: number, sectionId: string | null): Reveals[] =>
  acts.filter(
    (act): act is Reveals =>
      act.kind === "reveal_code" &&
      act.scope.kind === "room" &&
      act.scope.id === roomId &&
      act.sectionId === sectionId &&
      act.paper === "main",
  );

export function codesOfRoom(acts: readonly Act[], roomId: number): CodeList {
  return {
    codes: [null, ...SECTIONS.map(({ id }) => id)].map((sectionId) => ({
      paper: "main",
      sectionId,
      title: SECTIONS.find(({ id }) => id === sectionId)?.title ?? null,
      left: of(sectionId) - revealed(acts, roomId, sectionId).length,
      of: of(sectionId),
    })),
  };
}
/** The code that an act revealed: of the start ABCD…, of sections EFGH…. */
export const codeOf = ({ sectionId, number }: Pick<Reveals, "sectionId" | "number">): string =>
  groupedOfflineCode(`${sectionId === null ? "ABCD" : "EFGH"}JKMNPQRSTVW${number}`);

export function codeRequest(acts: readonly Act[], asked: CodeAsked) {
  const { id, cause, roomId, paper, sectionId } = asked;
  const number = revealed(acts, roomId, sectionId).length + 1;
  const details = { paper, sectionId, codeNumber: number };
  return {
    id,
    kind: "reveal_code",
    cause,
    scope: { kind: "room", id: roomId },
    effectiveAtMs: null,
    ...details,
  } as const;
}

const MAIN = "a".repeat(64);
const BACKUP = "b".repeat(64);
type Device = DeviceList["devices"][number];

/** Tablets of two rooms: ready, spare, half downloaded, never heard, not heard for long. */
export function enrolledTablets(nowMs: number, [first = 0, second = 0]: readonly number[]): DeviceList {
  const tablet = (
    n: number,
    over: Partial<Device> & { told?: Partial<NonNullable<Device["readiness"]>> } = {},
  ): Device => {
    const { told, ...more } = over;
    return {
      deviceId: `tablet-${String(n).padStart(8, "0")}`,
      label: `A1-${String(n).padStart(3, "0")}`,
      roomId: first,
      spare: false,
      enrolledAtMs: nowMs - 3_600_000,
      enrolledBy: "Yves Caron (technician)",
      readiness: {
        ...{ build: "fake", packages: [MAIN, BACKUP], clockOffsetMs: 12, storageFreeBytes: 4_000_000_000 },
        ...{ storagePersistent: true, wakeLock: true, installed: true, atMs: nowMs - 20_000, ...told },
      },
      ...more,
    };
  };
  return {
    packages: [MAIN, BACKUP],
    devices: [
      ...Array.from({ length: 8 }, (_, n) => tablet(n + 1)),
      tablet(9, { spare: true }),
      tablet(10, { told: { packages: [MAIN], installed: false } }),
      tablet(11, { roomId: second, readiness: null }),
      tablet(12, { roomId: second, told: { storagePersistent: false, wakeLock: false } }),
      tablet(13, { roomId: second, told: { atMs: nowMs - 30 * 3_600_000 } }),
    ],
  };
}
export const enrolmentOf = (origin: string, roomId: number, nowMs: number): RoomEnrolment => ({
  url: `${origin}/tablet/#enrol=${Buffer.from(JSON.stringify({ roomId, by: "Yves Caron (technician)" })).toString("base64url")}.${"x".repeat(43)}`,
  expiresAtMs: nowMs + 12 * 3_600_000,
});
