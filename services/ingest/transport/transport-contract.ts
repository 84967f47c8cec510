/** What every transport must do: run on uWebSockets.js and on ws, with a plain client. */
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { ServerSocket, SocketHandlers, Transport, TransportOptions } from "#ingest/transport/transport";

const options: TransportOptions = {
  host: "127.0.0.1",
  port: 0,
  allowedOrigins: ["http://127.0.0.1:8080"],
  subprotocol: "amphi.v1",
  frameBytesMax: 8_192,
  socketBufferBytesMax: 16_384,
  pingIntervalMs: 20_000,
  tls: null,
};

class Accepted implements SocketHandlers {
  readonly messages: (string | null)[] = [];
  closedCount = 0;
  #wake: () => void = () => undefined;
  constructor(readonly socket: ServerSocket) {}
  message(text: string | null): void {
    this.messages.push(text);
    this.#wake();
  }
  closed(): void {
    this.closedCount += 1;
    this.#wake();
  }
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

export function describeTransport(name: string, make: (options: TransportOptions) => Transport): void {
  async function open(over: { protocols?: string[]; origin?: string } = {}) {
    const transport = make(options);
    let arrived: (accepted: Accepted) => void = () => undefined;
    const accepted = new Promise<Accepted>((resolve) => (arrived = resolve));
    const port = await transport.listen((socket) => {
      const handlers = new Accepted(socket);
      arrived(handlers);
      return handlers;
    });
    const client = new WebSocket(`ws://127.0.0.1:${port}/`, over.protocols ?? ["amphi.v1"], {
      ...(over.origin === undefined ? {} : { origin: over.origin }),
    });
    return { transport, client, accepted, port };
  }
  const refused = async (client: WebSocket) => {
    const [, response] = (await once(client, "unexpected-response")) as [unknown, { statusCode: number }];
    return response.statusCode;
  };

  describe(`transport: ${name}`, () => {
    test("carries text both ways, unchanged and in order", async () => {
      const { transport, client, accepted } = await open();
      await once(client, "open");
      expect(client.protocol).toBe("amphi.v1");
      const server = await accepted;
      client.send("une réponse 🩺");
      client.send("deux");
      await server.until(() => server.messages.length === 2);
      expect(server.messages).toEqual(["une réponse 🩺", "deux"]);
      expect(server.socket.send("reçue ✓")).toBe(true);
      const [data, isBinary] = (await once(client, "message")) as [Buffer, boolean];
      expect([data.toString("utf8"), isBinary]).toEqual(["reçue ✓", false]);
      await transport.stop();
    });

    test("a binary frame is told apart", async () => {
      const { transport, client, accepted } = await open();
      await once(client, "open");
      const server = await accepted;
      client.send(Buffer.from([1, 2, 3]));
      await server.until(() => server.messages.length === 1);
      expect(server.messages).toEqual([null]);
      await transport.stop();
    });

    test("closes with code and reason; using a closed socket is harmless", async () => {
      const { transport, client, accepted } = await open();
      await once(client, "open");
      const server = await accepted;
      server.socket.close(4409, '{"code":"gap","retryAfterMs":0}');
      server.socket.close(4400, "twice");
      const [code, reason] = (await once(client, "close")) as [number, Buffer];
      expect([code, reason.toString()]).toEqual([4409, '{"code":"gap","retryAfterMs":0}']);
      await server.until(() => server.closedCount > 0);
      expect(server.socket.send("late")).toBe(false);
      server.socket.close(4400, "later");
      expect(server.closedCount).toBe(1);
      await transport.stop();
    });

    test("tells once that a client has gone, however it went", async () => {
      for (const leave of [(c: WebSocket) => c.close(), (c: WebSocket) => c.terminate()]) {
        const { transport, client, accepted } = await open();
        await once(client, "open");
        const server = await accepted;
        leave(client);
        await server.until(() => server.closedCount > 0);
        expect(server.closedCount).toBe(1);
        await transport.stop();
      }
    });

    test("a frame over the limit cuts the connection and reaches nobody", async () => {
      const { transport, client, accepted } = await open();
      await once(client, "open");
      const server = await accepted;
      client.on("error", () => undefined);
      client.send("x".repeat(options.frameBytesMax + 1));
      await once(client, "close");
      await server.until(() => server.closedCount > 0);
      expect(server.messages).toEqual([]);
      await transport.stop();
    });

    test("another origin is refused; the right one and none at all are let in", async () => {
      const foreign = await open({ origin: "http://evil.example" });
      expect(await refused(foreign.client)).toBe(403);
      await foreign.transport.stop();
      for (const over of [{ origin: "http://127.0.0.1:8080" }, {}]) {
        const { transport, client } = await open(over);
        await once(client, "open");
        await transport.stop();
      }
    });

    test("another subprotocol, or none, is refused", async () => {
      for (const protocols of [["other"], []]) {
        const { transport, client } = await open({ protocols });
        expect(await refused(client)).toBe(400);
        await transport.stop();
      }
    });

    test("plain HTTP is told what stands here", async () => {
      const { transport, port, client } = await open();
      await once(client, "open");
      expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(426);
      await transport.stop();
    });

    test("a client that does not read makes send say so, and memory stays bounded", async () => {
      const { transport, client, accepted } = await open();
      await once(client, "open");
      const server = await accepted;
      client.pause();
      const text = "x".repeat(8_000);
      let refusedAt = -1;
      for (let i = 0; i < 20_000 && refusedAt < 0; i++) {
        if (!server.socket.send(text)) refusedAt = i;
        if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      expect(refusedAt).toBeGreaterThan(0);
      client.terminate();
      await transport.stop();
    });

    test("after stopAccepting open sockets live on and new ones are refused", async () => {
      const { transport, client, accepted, port } = await open();
      await once(client, "open");
      const server = await accepted;
      transport.stopAccepting();
      const late = new WebSocket(`ws://127.0.0.1:${port}/`, ["amphi.v1"]);
      await once(late, "error");
      client.send("still here");
      await server.until(() => server.messages.length === 1);
      await transport.stop();
    });
  });
}
