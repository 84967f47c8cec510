/** The yardstick: a bare uWebSockets.js server that sends every frame back. Port in argv. */
import { loadUws } from "#ingest/transport/load-uws";

const loaded = loadUws();
if ("reason" in loaded) {
  process.stderr.write(`${loaded.reason}\n`);
  process.exit(1);
}
loaded.uws
  .App()
  .ws("/*", {
    maxPayloadLength: 8_192,
    idleTimeout: 120,
    message: (ws, message, isBinary) => void ws.send(message, isBinary),
  })
  .listen("127.0.0.1", Number(process.argv[2]), (token) => {
    if (token) process.stdout.write("ready echo\n");
    else process.exit(1);
  });
