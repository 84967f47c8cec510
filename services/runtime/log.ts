import { pino, type Logger } from "pino";

export type Log = Logger;

/** One JSON line per event on standard output. Never log frames, names or codes: ids only. */
export function createLog(nodeId: string, level: string): Log {
  return pino({ level, base: { node: nodeId }, timestamp: pino.stdTimeFunctions.isoTime });
}
