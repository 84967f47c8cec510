/** Builds that are broken on purpose, and the reason for which a rehearsal must turn red. */

export interface Edit {
  /** From the root of the project. */
  readonly file: string;
  /** Occurs there exactly once. */
  readonly from: string;
  readonly to: string;
}
export interface Mutant {
  readonly name: string;
  readonly about: string;
  readonly edits: readonly Edit[];
  /** Options of the rehearsal that meets it. */
  readonly rehearsal: readonly string[];
  /** One of the verdict's reasons must say this. */
  readonly caughtBy: RegExp;
}

const LOST = /acknowledged and not in the log/;

export const MUTANTS: readonly Mutant[] = [
  {
    name: "acknowledge-before-append",
    about: "ingest acknowledges what it will append a moment later",
    edits: [
      {
        file: "services/ingest/appender.ts",
        from: "const outcomes = entries.length > 0 ? await intake.append(entries) : [];",
        to: "const outcomes = entries.map(() => clock.nowMs());\n    setTimeout(() => void intake.append(entries), 400);",
      },
    ],
    rehearsal: ["--profile", "frail", "--faults", "kill:ingest-1"],
    caughtBy: LOST,
  },
  {
    name: "offset-before-commit",
    about: "the drain moves its offset in a transaction of its own, before the one that stores",
    edits: [
      {
        file: "services/postgres/ledger/answer-ledger.ts",
        from: "return await inTransaction(pool, (client) => store(client, batch, stateOf));",
        to: [
          "await pool.query(SQL.moveOffset, [batch.partition, batch.generation, batch.from, batch.to]);",
          "await new Promise((resolve) => setTimeout(resolve, 300));",
          "return await inTransaction(pool, (client) => store(client, batch, stateOf));",
        ].join("\n        "),
      },
      {
        file: "services/postgres/ledger/answer-ledger.ts",
        from: 'const moved = await client.query({ name: "offset", text: SQL.moveOffset, values: [partition, generation, from, to] });',
        to: "const moved = { rowCount: 1, partition, to };",
      },
    ],
    rehearsal: ["--profile", "frail", "--faults", "kill:drain-1"],
    caughtBy: LOST,
  },
  {
    name: "trim-by-length",
    about: "streams are kept short by their length, whatever is committed",
    edits: [
      {
        file: "services/redis/lua/append.lua",
        from: "redis.call('XADD', KEYS[k], '*',",
        to: "redis.call('XADD', KEYS[k], 'MAXLEN', 100, '*',",
      },
    ],
    rehearsal: ["--profile", "frail", "--faults", "down:postgres:20"],
    caughtBy: LOST,
  },
  {
    name: "query-per-answer",
    about: "each answer makes the drain look at all others, as in 2015",
    edits: [
      {
        file: "services/postgres/ledger/answer-ledger.ts",
        from: "const refs = distinctCandidates(unique.map((u) => u.entry));",
        to: 'for (const _ of unique) await client.query("SELECT count(*) FROM answer_log");\n  const refs = distinctCandidates(unique.map((u) => u.entry));',
      },
    ],
    rehearsal: ["--profile", "frail", "--prefill", "8000"],
    caughtBy: /an answer cost more CPU once answers of earlier papers were stored/,
  },
  {
    name: "fsync-every-second",
    about: "the answers' Redis writes to the disk once a second, and the power fails",
    edits: [
      { file: "infra/launcher/redis.mjs", from: 'appendfsync: "always",', to: 'appendfsync: "everysec",' },
      {
        file: "services/redis/settings.ts",
        from: '{ name: "appendfsync", good: (v) => v === "always", say: "always" },',
        to: "",
      },
      {
        file: "loadtest/faults/inject.ts",
        from: 'case "kill":\n      send(hit, "SIGKILL");',
        to: 'case "kill":\n      await powerCut(join(data, fault.part), () => send(hit, "SIGKILL"));',
      },
      {
        file: "loadtest/faults/inject.ts",
        from: 'import { join } from "node:path";',
        to: 'import { join } from "node:path";\nimport { powerCut } from "#loadtest/mutants/power-cut";',
      },
    ],
    rehearsal: ["--profile", "frail", "--faults", "kill:redis-answers"],
    caughtBy: LOST,
  },
];

/** The text with all edits of one file; throws where one does not fit: the code went on without the mutant. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, { file, from, to }) => {
    const found = before.split(from).length - 1;
    if (found !== 1) throw new Error(`${file}: found ${found} times, not once: ${from}`);
    return before.replace(from, () => to);
  }, text);
}
