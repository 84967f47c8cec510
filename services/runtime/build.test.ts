import { expect, test } from "vitest";
import { buildOf, configHashOf } from "#runtime/build";
import { Secret } from "#runtime/secret";

const config = {
  NODE_ID: "ingest-1",
  LOG_LEVEL: "info",
  INGEST_HOST: "10.0.0.1",
  INGEST_PORT: 8081,
  ALLOWED_ORIGINS: ["https://exam.example"],
  TICKET_KEYS: new Secret("a"),
};

test("nodes of one kind have one print, whatever their name, place and secrets", () => {
  const other = { ...config, NODE_ID: "ingest-2", INGEST_HOST: "10.0.0.2", INGEST_PORT: 1, LOG_LEVEL: "debug" };
  expect(configHashOf(other)).toBe(configHashOf(config));
  expect(configHashOf({ ...config, TICKET_KEYS: new Secret("b") })).toBe(configHashOf(config));
});

test("a setting, a limit or a secret that is missing shows", () => {
  const prints = [
    configHashOf(config),
    configHashOf({ ...config, ALLOWED_ORIGINS: ["https://exam.example", "https://other.example"] }),
    configHashOf({ ...config, TICKET_KEYS: undefined }),
    configHashOf(config, { frameBytesMax: 1 }),
    configHashOf(config, { frameBytesMax: 2 }),
  ];
  expect(new Set(prints).size).toBe(prints.length);
});

test("a process that runs from its sources says so", () => {
  expect(buildOf()).toBe("source");
});
