/** Plays the acts and the faults of a rehearsal at their times. */
import type { ActToDo, DoneAct } from "#loadtest/conductor/organisers";
import type { Fault } from "#loadtest/faults/fault";
import type { ScheduledFault } from "#loadtest/faults/schedule";
import type { Profile } from "#loadtest/profiles/profile";
import { instantAt, type Timetable } from "#loadtest/profiles/timetable";

export type Cue = { readonly atMs: number; readonly act: ActToDo } | { readonly atMs: number; readonly fault: Fault };

/** The start is announced this long before. */
const START_ANNOUNCED_MS = 10_000;

/** An act is asked for this long after the one before it took effect, if its announcement would come earlier. */
const APART_MS = 1_000;

/** Everything that is to be done, in order. A sitting that was joined has no acts of the rehearsal's. */
export function cuesOf(profile: Profile, timetable: Timetable, drawn: readonly ScheduledFault[]): readonly Cue[] {
  const planned = profile.faults.map(({ at, fault }) => ({ atMs: instantAt(timetable, at), fault }));
  const faults = drawn.map(({ atMs, fault }) => ({ atMs: timetable.startMs + atMs, fault }));
  const acts = profile.sitting === "joined" ? [] : actsOf(profile, timetable);
  return [...acts, ...planned, ...faults].sort((a, b) => a.atMs - b.atMs);
}

function actsOf({ scenes }: Profile, timetable: Timetable): Cue[] {
  const { startMs } = timetable;
  const start = { kind: "start", cause: "rehearsal", effectiveAtMs: startMs } as const;
  const acts: Cue[] = [{ atMs: startMs - START_ANNOUNCED_MS, act: start }];
  let beforeMs = startMs;
  for (const { at, act: kind, announcedSeconds, cause } of scenes) {
    const effectiveMs = instantAt(timetable, at);
    const atMs = Math.max(effectiveMs - announcedSeconds * 1_000, beforeMs + APART_MS);
    const effectiveAtMs = announcedSeconds > 0 ? effectiveMs : null;
    acts.push({ atMs, act: { kind, cause, effectiveAtMs } });
    beforeMs = Math.max(effectiveMs, atMs);
  }
  return acts;
}

export interface ConductedFault {
  readonly fault: Fault;
  /** ms since 1970; `untilMs`: health was 200 again, or null: not while somebody looked. */
  readonly fromMs: number;
  readonly untilMs: number | null;
}
export interface Conducted {
  readonly acts: readonly DoneAct[];
  readonly faults: readonly ConductedFault[];
  /** What could not be done. */
  readonly troubles: readonly string[];
}
export interface Stage {
  act(act: ActToDo): Promise<DoneAct>;
  /** Resolves when the platform is healthy again behind it. */
  befall(fault: Fault): Promise<Omit<ConductedFault, "fault">>;
  say(line: string): void;
}

/** Cues do not wait for each other: an act is asked for while a fault lasts. Resolves when all is done or interrupted. */
export async function conduct(cues: readonly Cue[], stage: Stage, interrupted: AbortSignal): Promise<Conducted> {
  const acts: DoneAct[] = [];
  const faults: ConductedFault[] = [];
  const troubles: string[] = [];
  const under: Promise<void>[] = [];
  const note = (error: unknown) => void troubles.push(error instanceof Error ? error.message : String(error));
  let lastAct: Promise<void> = Promise.resolve();
  for (const cue of cues) {
    await until(cue.atMs, interrupted);
    if (interrupted.aborted) break;
    if ("fault" in cue) {
      stage.say(`fault: ${cue.fault.what} ${cue.fault.part}`);
      const befallen = stage.befall(cue.fault);
      under.push(befallen.then((span) => void faults.push({ fault: cue.fault, ...span })).catch(note));
    } else {
      stage.say(`act: ${cue.act.kind}`);
      // Acts follow each other: a resume before its pause would be refused.
      lastAct = lastAct
        .then(() => stage.act(cue.act))
        .then((done) => void acts.push(done))
        .catch(note);
      under.push(lastAct);
    }
  }
  await Promise.all(under);
  return { acts, faults: faults.sort((a, b) => a.fromMs - b.fromMs), troubles };
}

/** Resolves at an instant, ms since 1970, or when interrupted. */
export function until(atMs: number, interrupted: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (interrupted.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      interrupted.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(0, atMs - Date.now()));
    interrupted.addEventListener("abort", done);
  });
}
