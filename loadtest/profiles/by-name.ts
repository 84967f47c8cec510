import type { Profile } from "#loadtest/profiles/profile";
import { smoke } from "#loadtest/profiles/smoke";

/** Every profile, by the name given to `--profile`; scenarios/<name>.ts plays it. */
export const PROFILES: Readonly<Record<string, Profile>> = { smoke };
