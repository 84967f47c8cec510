/** How busy the machine is with everything: latencies measured while others wait for the processor are theirs too. */
import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";

export interface Machine {
  readonly cores: number;
  /** Processes that run or wait to run, over the last minute. */
  readonly load: number;
  /** Share of the last minute in which some process waited for a processor, percent; null where the kernel does not say. */
  readonly waitingPercent: number | null;
}

export function machineNow(): Machine {
  return {
    cores: availableParallelism(),
    load: Math.round((loadavg()[0] ?? NaN) * 10) / 10,
    waitingPercent: waiting(),
  };
}

function waiting(): number | null {
  try {
    return Number(/some .*avg60=([\d.]+)/.exec(readFileSync("/proc/pressure/cpu", "utf8"))?.[1] ?? NaN);
  } catch {
    return null; // a kernel without pressure figures
  }
}
