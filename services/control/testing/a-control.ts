/** A control app on memory fakes, for tests: one exam, one sitting, one candidate, changed as a test needs. */
import { createHmac, randomUUID } from "node:crypto";
import type { DeviceReadiness } from "#contracts/http/device";
import type { SignInResponse } from "#contracts/http/sign-in";
import { type ControlParts, createControl } from "#control/app";
import { createMetrics } from "#http/metrics";
import type { EnrolledDevice } from "#control/enrolment/ports";
import type { CardHolder, KnownEpoch, PlannedSitting, StagedPackages } from "#control/ports";
import type { KeptReceipt } from "#control/receipts/routes";
import type { Restorable } from "#control/restore/routes";
import { createOtherTablets } from "#control/sign-in/other-tablets";
import { createEpochBudget } from "#control/sign-in/epoch-budget";
import { createFailureBudget } from "#http/failure-budget";
import { createLiveBook } from "#control/rehearsal/live-book";
import type { RehearsalRecords, RehearsalTokens, TabletReport } from "#control/rehearsal/ports";
import { createTokenCheck } from "#control/rehearsal/token-check";
import { webFile } from "#http/web-files";
import { type EpochMarker, mayKeep, nextEpoch } from "#domain/answer/epoch";
import { cardCodeFrom } from "#domain/exam/card-code";
import type { ActKind } from "#domain/sitting/act";
import { anAct } from "#domain/testing/builders";
import { createLog } from "#runtime/log";
import { DEFAULT_RULES } from "#contracts/exam/rules";

export const NOW_MS = 1_773_936_000_000;
export const CARD_SECRET = Buffer.alloc(32, 7);
export const TICKET_KEYS = [{ id: "k1", secret: Buffer.alloc(32, 1) }];
export const CODE = cardCodeFrom(Buffer.from("0123456789abcdef", "hex"));
export const PACKAGE = { sha256: "ab".repeat(32), bytes: 1_000_000 };
export const PACKAGES = { url: "http://127.0.0.1:9002", key: { x: "x", y: "y" } };
export const ANSWER_FILE_KEY = { x: "x", y: "y" };
/** An operator's token for rehearsals. */
export const TOKEN = `amphi_${"t".repeat(43)}`;
export const aToken = (expiresAtMs: number) => ({
  ...{ id: 1, name: "load machine", madeBy: "Olga Petit (operator)", madeAtMs: NOW_MS },
  ...{ expiresAtMs, lastUsedAtMs: null, revokedAtMs: null },
});
export const DEVICE = { id: "tablet-00000001", publicKey: null };

export const aHolder = (over: Partial<CardHolder> = {}): CardHolder => ({
  revoked: false,
  candidateId: 42,
  examId: 1,
  familyName: "Nguyen",
  givenName: "Léa",
  studentNumber: "2400042",
  seat: "A12",
  extraTimeNumerator: 4,
  extraTimeDenominator: 3,
  roomId: 9,
  roomName: "Amphi 2",
  centreId: 3,
  centreName: "Rennes",
  ...over,
});
export const aSitting = (over: Partial<PlannedSitting> = {}): PlannedSitting => ({
  id: 5,
  title: "Paper 1",
  plannedStartMs: NOW_MS,
  paperId: 8,
  durationMs: 3_600_000,
  rules: DEFAULT_RULES,
  rehearsal: false,
  viewSha256: "cd".repeat(32),
  ...over,
});
export const acts = (...kinds: ActKind[]) =>
  kinds.map((kind, n) => anAct(kind, NOW_MS - 1_000, { id: `${kind}-${n}`, override: "test" }));

export function aControl(over: Partial<ControlParts> = {}) {
  const world = {
    holder: aHolder() as CardHolder | null,
    sittings: [aSitting()],
    acts: new Map([[5, acts("check_in", "start")]]),
    epochs: [] as KnownEpoch[],
    frames: [] as string[],
    markers: [] as EpochMarker[],
    /** The store's fence: epoch and device. */
    fence: null as { epoch: number; deviceId: string } | null,
    staged: [{ sittingId: 5, paper: PACKAGE, backup: null }] as StagedPackages[],
    devices: new Map<string, EnrolledDevice>(),
    readiness: new Map<string, DeviceReadiness>(),
    restorable: null as Restorable | null,
    /** Oldest first. */
    receipts: [] as KeptReceipt[],
    rehearsalReports: [] as TabletReport[],
    /** Of the token TOKEN. */
    useToken: (token: string): ReturnType<RehearsalTokens["use"]> =>
      Promise.resolve(token === TOKEN ? aToken(NOW_MS + 86_400_000) : null),
    liveRuns: createLiveBook(randomUUID),
    recorded: [] as Parameters<RehearsalRecords["record"]>[0][],
    otherTablets: createOtherTablets(),
    nowMs: NOW_MS,
  };
  const codeHmac = createHmac("sha256", CARD_SECRET).update(CODE).digest();
  const app = createControl({
    directory: {
      cardHolder: (hmac) => Promise.resolve(hmac.equals(codeHmac) ? world.holder : null),
      sittingsOfExam: () => Promise.resolve(world.sittings),
      sitting: (id) => Promise.resolve(world.sittings.find((s) => s.id === id) ?? null),
      epochs: () => Promise.resolve(world.epochs),
      frames: (_of, _epoch, upTo) =>
        Promise.resolve(world.frames.slice(0, upTo).map((text) => new TextEncoder().encode(text))),
    },
    packages: {
      staged: (ids) => Promise.resolve(world.staged.filter(({ sittingId }) => ids.includes(sittingId))),
    },
    packageSource: PACKAGES,
    devices: {
      enrol: ({ deviceId, ...device }) => {
        if (device.roomId !== 9) return Promise.resolve("room_unknown");
        if ([...world.devices.values()].some((one) => one.label === device.label && one.deviceId !== deviceId))
          return Promise.resolve("label_taken");
        world.devices.set(deviceId, { deviceId, ...device, room: "Amphi 2", centre: "Rennes", examId: 1 });
        return Promise.resolve("enrolled");
      },
      find: (deviceId) => Promise.resolve(world.devices.get(deviceId) ?? null),
      noteReadiness: (deviceId, readiness) => {
        world.readiness.set(deviceId, readiness);
        return Promise.resolve(world.devices.has(deviceId));
      },
      ofCentre: () => Promise.resolve([]),
    },
    restore: {
      restorableOf: () => Promise.resolve(world.restorable),
      workspaceOf: () => Promise.resolve("{}"),
    },
    receipts: {
      newestOf: ({ sittingId, candidateId }) =>
        Promise.resolve(
          world.receipts.findLast((one) => one.sittingId === sittingId && one.candidateId === candidateId) ?? null,
        ),
      withCode: (code) => Promise.resolve(world.receipts.find((one) => one.code === code) ?? null),
    },
    rehearsals: {
      keep: (report) => {
        const rehearsal = world.sittings.some(({ id, rehearsal }) => id === report.sittingId && rehearsal);
        if (rehearsal) world.rehearsalReports.push(report);
        return Promise.resolve(rehearsal);
      },
    },
    records: {
      record: (played) => {
        world.recorded.push(played);
        return Promise.resolve({ rehearsalId: world.recorded.length, outcome: "recorded" });
      },
    },
    rehearsalTokens: createTokenCheck({ use: (token) => world.useToken(token) }, () => world.nowMs),
    liveRuns: world.liveRuns,
    receiptFailures: createFailureBudget(2, 1),
    answerFileKey: ANSWER_FILE_KEY,
    otherTablets: world.otherTablets,
    epochs: {
      issue: async (request) => {
        if (request.keep !== null && mayKeep(request, world.fence, 1)) return { epoch: request.keep, kept: true };
        const epoch = nextEpoch(world.fence?.epoch ?? 0, request.floor, 1);
        world.markers.push(await request.markerFor(epoch, world.fence?.deviceId ?? null));
        world.fence = { epoch, deviceId: request.deviceId };
        return { epoch, kept: false };
      },
    },
    journals: { acts: (sittingId) => world.acts.get(sittingId) ?? [] },
    failures: createFailureBudget(2, 1),
    newEpochs: createEpochBudget(),
    ticketKeys: TICKET_KEYS,
    cardSecret: CARD_SECRET,
    ingestUrls: ["ws://127.0.0.1:9001/"],
    probes: [{ names: ["postgres"], ask: () => Promise.resolve(["answers"]) }],
    metrics: createMetrics(),
    portalUrl: null,
    web: new Map([
      ["/tablet/index.html", webFile("/tablet/index.html", Buffer.from("<!doctype html>"))],
      ["/assets/tablet-AbCd1234.js", webFile("/assets/tablet-AbCd1234.js", Buffer.from("export {};".repeat(200)))],
    ]),
    addStaffSide: () => undefined,
    log: createLog("test", "silent"),
    now: () => world.nowMs,
    ...over,
  });

  const post = (body: unknown) =>
    app.request("/api/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  const signIn = async (more: object = {}): Promise<SignInResponse> => {
    const response = await post({ cardCode: CODE, device: DEVICE, holds: null, ...more });
    if (response.status !== 200) throw new Error(await response.text());
    return (await response.json()) as SignInResponse;
  };
  return { app, world, post, signIn };
}
