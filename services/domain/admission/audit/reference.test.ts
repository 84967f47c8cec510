import { describe, expect, test } from "vitest";
import { apbInput, apbSeats } from "#domain/admission/testing/apb";
import { allocated, audited } from "#domain/admission/testing/input-file";

describe.each([
  ["10", 1],
  ["100", 20],
  ["1_000", 547],
])("the reference market of %s students", (size, blockingPairs) => {
  const market = apbInput(size);

  test("R21: gives exactly the student-optimal seats that are published with it", () => {
    const { seats, audit, mode } = allocated(market);
    expect(seats).toEqual(apbSeats("solution", size));
    expect({ audit, mode }).toEqual({
      audit: { feasible: true, stable: true, blockingPairs: 0, demoted: 0, excess: 0 },
      mode: "plain",
    });
  });
  test(`immediate acceptance is found out: ${blockingPairs} blocking pairs`, () => {
    expect(audited(market, apbSeats("solutionB", size))).toEqual({
      ...{ feasible: true, stable: false, blockingPairs, demoted: 0, excess: 0 },
    });
  });
});
