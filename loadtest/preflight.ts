/** What this machine must have for a rehearsal of this size: said before anything starts. */
import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import type { Profile } from "#loadtest/profiles/profile";

export interface Means {
  /** What one process may have open at once. */
  readonly descriptors: number;
  readonly memoryBytes: number;
  /** Where ledgers go. */
  readonly diskBytes: number;
}

/** Of one ingest besides its sockets. */
const DESCRIPTORS_OF_INGEST = 200;
/** A k6 virtual user with its share of the paper and the scenario; a tablet with its socket, in k6 and in ingest. */
const BYTES_PER_VU = 12e6;
const BYTES_PER_TABLET = 120e3;
/** A held tablet: its socket in the holder, in the kernel and in ingest, and what stores and consoles know of it. */
const BYTES_PER_HELD = 40e3;
/** PostgreSQL, both Redis and the processes of a private platform. */
const BYTES_OF_PLATFORM = 1.5e9;
/** Of an entry: in the ledger and again while it is verified, in Redis' file and in PostgreSQL. */
const DISK_PER_ENTRY = 2_500;
const DISK_OF_PLATFORM = 1e9;

/** Sentences, each with what to change; none: it can begin. */
export function shortages(profile: Profile, isPrivate: boolean, means: Means): string[] {
  const { candidates, held, ingests, tabletsPerVu, entriesPerSecond, minutes } = profile;
  const problems: string[] = [];
  const sockets = Math.ceil((candidates + held) / ingests) + DESCRIPTORS_OF_INGEST;
  if (isPrivate && means.descriptors < sockets)
    problems.push(
      `${candidates + held} tablets need ${sockets} open files per ingest, ${means.descriptors} are allowed: ulimit -n ${2 * sockets}, or fewer --candidates`,
    );
  const memory =
    Math.ceil(candidates / tabletsPerVu) * BYTES_PER_VU +
    candidates * BYTES_PER_TABLET +
    held * BYTES_PER_HELD +
    (isPrivate ? BYTES_OF_PLATFORM : 0);
  if (means.memoryBytes < memory)
    problems.push(`about ${gb(memory)} of memory are needed, ${gb(means.memoryBytes)} are free: fewer --candidates`);
  const disk = entriesPerSecond * minutes * 60 * DISK_PER_ENTRY + (isPrivate ? DISK_OF_PLATFORM : 0);
  if (means.diskBytes < disk)
    problems.push(
      `about ${gb(disk)} of disk are needed, ${gb(means.diskBytes)} are free: another --out, or fewer --minutes`,
    );
  return problems;
}
const gb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** Of this process, as its children inherit it. */
export function descriptorsMax(): number {
  const line = /^Max open files\s+(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? "";
  return line === "unlimited" ? Infinity : Number(line);
}
/** Free, and what the kernel gives back when it is asked. */
export function memoryAvailable(): number {
  const kB = /^MemAvailable:\s+(\d+)/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  return kB === undefined ? freemem() : Number(kB) * 1_024;
}
