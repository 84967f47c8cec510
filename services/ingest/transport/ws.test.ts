import { describeTransport } from "#ingest/transport/transport-contract";
import { createWsTransport } from "#ingest/transport/ws";

describeTransport("ws", createWsTransport);
