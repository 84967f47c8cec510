/**
 * The line of one centre: its tablets reach ingest through this relay, so that the rehearsal can take the line away or
 * make it slow. Bytes are passed on as they are, TLS included.
 */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface CentreLine {
  /** Addresses to give to the centre's tablets instead of the platform's. */
  readonly urls: readonly string[];
  /**
   * Nothing passes any more, in either direction, and nobody is told: as with a cut cable. What was under way arrives
   * after `mend`, as TCP would send it again.
   */
  cut(): void;
  /** Everything takes `ms` longer, each way. */
  slow(ms: number): void;
  /** The line is whole and quick again. */
  mend(): void;
  close(): void;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

/** `urls`: the platform's addresses of ingest, all of one scheme. Rejects when no port can be had. */
export async function openCentreLine(urls: readonly string[]): Promise<CentreLine> {
  const pairs = new Set<Pair>();
  let isCut = false;
  let delayMs = 0;
  let next = 0;
  const server = createServer({ pauseOnConnect: true }, (near) => {
    const { hostname, port } = new URL(String(urls[next++ % urls.length]));
    const pair = { near, far: connect({ host: hostname, port: Number(port) }) };
    pairs.add(pair);
    pass(near, pair.far, () => delayMs);
    pass(pair.far, near, () => delayMs);
    if (isCut) hold(pair);
    else near.resume();
    pair.far.once("close", () => pairs.delete(pair));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const each = (act: (pair: Pair) => void) => pairs.forEach(act);
  return {
    urls: [...new Set(urls.map((url) => `${new URL(url).protocol}//127.0.0.1:${port}`))],
    cut: () => {
      isCut = true;
      each(hold);
    },
    slow: (ms) => void (delayMs = ms),
    mend: () => {
      isCut = false;
      delayMs = 0;
      each(release);
    },
    close: () => {
      server.close();
      each(({ near, far }) => {
        near.destroy();
        far.destroy();
      });
    },
  };
}

const hold = ({ near, far }: Pair) => {
  near.pause();
  far.pause();
};
const release = ({ near, far }: Pair) => {
  near.resume();
  far.resume();
};

/** What came first leaves first, also when the line becomes quicker in between. */
function pass(from: Socket, to: Socket, delayMs: () => number): void {
  const waiting: { readonly dueMs: number; readonly act: () => void }[] = [];
  const leave = () => {
    for (let first = waiting[0]; first; first = waiting[0]) {
      const leftMs = first.dueMs - performance.now();
      if (leftMs > 0) return void setTimeout(leave, Math.ceil(leftMs));
      waiting.shift();
      first.act();
    }
  };
  const later = (act: () => void) => {
    if (delayMs() === 0 && waiting.length === 0) return act();
    waiting.push({ dueMs: performance.now() + delayMs(), act });
    if (waiting.length === 1) leave();
  };
  from.on("data", (bytes) => later(() => to.writable && to.write(bytes)));
  from.once("end", () => later(() => to.end()));
  from.once("error", () => to.destroy());
  from.once("close", () => later(() => to.destroy()));
}
