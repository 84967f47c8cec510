import fc from "fast-check";
import { inject, expect, test } from "vitest";
import { openPool } from "#postgres/connection";
import { booleans, numbers, texts } from "#postgres/ledger/arrays";

test("any values come back from PostgreSQL as they were", async () => {
  const pool = openPool(inject("databaseUrl"));
  const storable = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
  const text = fc.option(fc.oneof(storable, fc.constantFrom("", "NULL", '"', "\\", "{}", ",", " a ", 'é"\\\n\t')));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(fc.integer())),
      fc.array(fc.boolean()),
      fc.array(text),
      async (ints, bools, strings) => {
        const { rows } = await pool.query("SELECT $1::int[] AS i, $2::bool[] AS b, $3::text[] AS t", [
          numbers(ints),
          booleans(bools),
          texts(strings),
        ]);
        expect(rows[0]).toEqual({ i: ints, b: bools, t: strings });
      },
    ),
  );
  await pool.end();
});
