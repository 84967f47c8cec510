/** What was not known when the commitment was published: the beacon's round or the public numbers, from a file given by hand. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { BadInput } from "#cli/command";
import { readJsonFile } from "#cli/ranking/json-file";
import { BeaconRound } from "#contracts/ranking/lottery";
import type { LotterySource } from "#domain/lottery/preimages";
import { numberString } from "#domain/lottery/public-numbers";

/** The value of the committed round, hexadecimal, lower case. Throws BadInput for another round, or a damaged one. */
export function readBeacon(path: string, source: LotterySource & { method: "beacon" }): string {
  const { round, randomness, signature } = readJsonFile(path, BeaconRound);
  if (round !== source.round) throw new BadInput(`${path}: round ${round}, where the commitment names ${source.round}`);
  // drand's value is the hash of its signature; other beacons give none here.
  const hashed = signature && createHash("sha256").update(Buffer.from(signature, "hex")).digest("hex");
  if (hashed !== undefined && hashed !== "" && hashed !== randomness.toLowerCase())
    throw new BadInput(`${path}: randomness is not the SHA-256 of the signature beside it`);
  return randomness.toLowerCase();
}

/** One line of numbers per source; empty lines and lines that start with # do not count. Throws BadInput. */
export function readNumbers(path: string): string[][] {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new BadInput(`${path}: no such file`);
  const lines = readFileSync(path, "utf8").split(/\r\n|\n|\r/);
  const problems: string[] = [];
  const sources = lines.flatMap((line, n) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) return [];
    const numbers = text.split(/[\s,;]+/);
    const wrong = numbers.filter((one) => !/^\d{1,30}$/.test(one));
    if (wrong.length > 0) problems.push(`${path}: line ${n + 1}: "${wrong.join(" ")}" is no whole number`);
    return [numbers];
  });
  if (sources.length === 0) problems.push(`${path}: no numbers`);
  if (problems.length > 0) throw new BadInput(...problems);
  return sources;
}

/** The canonical text of the numbers of every committed source. Throws BadInput. */
export function readCommittedNumbers(path: string, source: LotterySource & { method: "public-numbers" }): string {
  const numbers = readNumbers(path);
  if (numbers.length !== source.sources.length)
    throw new BadInput(
      `${path}: ${numbers.length} lines of numbers, where the commitment names ${source.sources.length} sources`,
    );
  return numberString(numbers) ?? "";
}
