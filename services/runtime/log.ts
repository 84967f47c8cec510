import { type Logger, pino, stdSerializers } from "pino";

export type Log = Logger;

/** One JSON line per event on standard output. Never log frames, names or codes: ids only. */
export function createLog(nodeId: string, level: string): Log {
  return pino({
    level,
    base: { node: nodeId },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (error: Error) => stdSerializers.err(withoutValues(error)) },
  });
}

/** A failed query carries the values it was asked with, in its message too; PostgreSQL tells some in the detail. */
export function withoutValues(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(typeof error);
  const { query, code } = error as { query?: unknown; code?: unknown };
  const message = typeof query === "string" ? `Failed query: ${query}` : error.message;
  const told = new Error(message, error.cause === undefined ? undefined : { cause: withoutValues(error.cause) });
  told.stack = error.stack?.replace(error.message, message);
  return Object.assign(told, { name: error.name }, code === undefined ? {} : { code });
}
