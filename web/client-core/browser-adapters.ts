/** The ports of a browser. Nothing happens until one of these is called. */
import { SUBPROTOCOLS } from "#client-core/link";
import type {
  Clock,
  Connect,
  DeviceHealth,
  HealthWatch,
  Http,
  Notebook,
  Random,
  Sha256,
  Shelf,
  Signer,
} from "#client-core/ports";
import type { Device } from "#client-core/sign-in";

const HTTP_TIMEOUT_MS = 20_000;
const NORMAL_CLOSE = 1000;

/** Never jumps while the page lives; close to the wall clock, so that an offset kept over a reload still means something. */
export const browserClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  after(delayMs, run) {
    const id = setTimeout(run, delayMs);
    return () => clearTimeout(id);
  },
};

export const browserRandom: Random = { next: () => Math.random() };

/** Held by the browser's own process, so that a page that crashes does not take it along. */
export const browserNotebook: Notebook = {
  read: (name) => quietly(() => localStorage.getItem(name)),
  write: (name, text) => void quietly(() => localStorage.setItem(name, text)),
};
function quietly<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null; // full, or switched off: the device has no notebook
  }
}

export const browserSha256: Sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export const browserConnect: Connect = (url, handlers) => {
  const socket = new WebSocket(url, SUBPROTOCOLS);
  let over = false;
  socket.onopen = () => handlers.open();
  socket.onmessage = (event) => {
    if (typeof event.data === "string") handlers.message(event.data);
  };
  socket.onclose = (event) => {
    if (!over) handlers.close(event.code, event.reason);
  };
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      over = true;
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close(NORMAL_CLOSE);
    },
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
  };
};

export const browserHttp: Http = async ({ method, url, headers, body, fresh }) => {
  const signal = AbortSignal.timeout(HTTP_TIMEOUT_MS);
  const response = await fetch(url, {
    method,
    headers,
    body,
    signal,
    credentials: "omit",
    cache: fresh ? "reload" : "default",
  });
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
};

/** This tablet's name and key, made once and kept. The private half cannot be read, not even by this page. */
export async function browserDevice(shelf: Shelf): Promise<Device> {
  const kept = await shelf.get("device");
  const device = isDevice(kept) ? kept : await newDevice();
  if (device !== kept) await shelf.set("device", device);
  return { id: device.id, signer: await signerOf(device.keys) };
}

interface KeptDevice {
  id: string;
  keys: CryptoKeyPair | null;
}
function isDevice(value: unknown): value is KeptDevice {
  return (
    typeof value === "object" && value !== null && "id" in value && typeof value.id === "string" && "keys" in value
  );
}

async function newDevice(): Promise<KeptDevice> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const keys = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  return { id: crypto.randomUUID(), keys };
}

async function signerOf(keys: CryptoKeyPair | null): Promise<Signer | null> {
  if (!keys) return null;
  const { x, y } = await crypto.subtle.exportKey("jwk", keys.publicKey);
  if (!x || !y) return null;
  return {
    publicKey: { x, y },
    async sign(bytes) {
      const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, bytes);
      return base64url(new Uint8Array(signature));
    },
  };
}

function base64url(bytes: Uint8Array): string {
  const plain = btoa(String.fromCharCode(...bytes));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * Waits until no other page of this browser has the name, then keeps it until this page is closed. Two pages writing one
 * log would split it.
 */
export function becomeTheOnlyCopy(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(name, () => {
      resolve();
      return new Promise<never>(() => undefined);
    });
    held.catch(reject);
  });
}

/** What this browser lacks for an exam: empty when it can do everything. */
export function missingAbilities(): string[] {
  const abilities: [string, boolean][] = [
    ["secure context", globalThis.isSecureContext],
    ["WebCrypto", globalThis.crypto?.subtle !== undefined],
    ["IndexedDB", globalThis.indexedDB !== undefined],
    ["WebLocks", navigator.locks !== undefined],
  ];
  return abilities.filter(([, has]) => !has).map(([name]) => name);
}

/** A free disk is looked at this often. */
const STORAGE_LOOK_MS = 60_000;

/**
 * Keeps the screen on while the page is seen, asks the browser not to throw this tablet's data away when its disk is full,
 * and says how far that went. A refusal changes nothing but what proctors are told.
 */
export function browserHealth(clock: Clock): HealthWatch {
  const listeners = new Set<() => void>();
  let health: DeviceHealth = { storageFreeBytes: null, storagePersistent: null, wakeLock: null };
  const learn = (news: Partial<DeviceHealth>): void => {
    health = { ...health, ...news };
    for (const listener of [...listeners]) listener();
  };
  const stayAwake = (): void => {
    // The browser lets go of the lock when the page is hidden: it is asked for again at each return.
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    navigator.wakeLock.request("screen").then(
      (lock) => {
        learn({ wakeLock: true });
        lock.addEventListener("release", () => learn({ wakeLock: false }));
      },
      () => learn({ wakeLock: false }),
    );
  };
  const lookAtStorage = (): void => {
    navigator.storage?.estimate?.().then(
      ({ quota, usage }) => {
        if (quota !== undefined && usage !== undefined)
          learn({ storageFreeBytes: Math.max(0, Math.floor(quota - usage)) });
      },
      () => undefined,
    );
    clock.after(STORAGE_LOOK_MS, lookAtStorage);
  };
  navigator.storage?.persist?.().then(
    (storagePersistent) => learn({ storagePersistent }),
    () => undefined,
  );
  stayAwake();
  lookAtStorage();
  document.addEventListener("visibilitychange", stayAwake);
  return {
    now: () => health,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * Calls back when the page is seen again, when the network may be back, and when the timers stood still (`slept`).
 * `hidden` is called when the page may never come back: last moment to save.
 */
export function watchWake(clock: Clock, woken: (slept: boolean) => void, hidden: () => void): () => void {
  const TICK_MS = 5_000;
  let last = Date.now();
  const seen = (): void => {
    const slept = Date.now() - last > 4 * TICK_MS;
    last = Date.now();
    woken(slept);
  };
  const visibility = (): void => (document.visibilityState === "visible" ? seen() : hidden());
  const online = (): void => woken(false);
  let cancel: () => void = () => undefined;
  const tick = (): void => {
    if (Date.now() - last > 4 * TICK_MS) seen();
    last = Date.now();
    cancel = clock.after(TICK_MS, tick);
  };
  tick();
  document.addEventListener("visibilitychange", visibility);
  window.addEventListener("pagehide", hidden);
  window.addEventListener("online", online);
  return () => {
    cancel();
    document.removeEventListener("visibilitychange", visibility);
    window.removeEventListener("pagehide", hidden);
    window.removeEventListener("online", online);
  };
}
