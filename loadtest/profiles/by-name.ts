import { burst } from "#loadtest/profiles/burst";
import { day } from "#loadtest/profiles/day";
import { ecni2015 } from "#loadtest/profiles/ecni-2015";
import { frail } from "#loadtest/profiles/frail";
import { noDatabase } from "#loadtest/profiles/no-database";
import { outage } from "#loadtest/profiles/outage";
import type { Profile } from "#loadtest/profiles/profile";
import { smoke } from "#loadtest/profiles/smoke";
import { soak } from "#loadtest/profiles/soak";
import { stage } from "#loadtest/profiles/stage";
import { storm } from "#loadtest/profiles/storm";
import { x10 } from "#loadtest/profiles/x10";

const ALL: readonly Profile[] = [smoke, stage, day, ecni2015, burst, storm, outage, noDatabase, soak, frail, x10];

/** Every profile, by the name given to `--profile`. */
export const PROFILES: Readonly<Record<string, Profile>> = Object.fromEntries(ALL.map((one) => [one.name, one]));
