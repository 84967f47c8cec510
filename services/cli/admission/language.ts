import { UsageError } from "#cli/command";
import type { Language } from "#domain/admission/explanation/words";

/** The language of `--language`; null when it is not given. */
export function languageOf(value: string | undefined): Language | null {
  if (value === undefined || value === "fr" || value === "en") return value ?? null;
  throw new UsageError(`--language takes fr or en, not "${value}"`);
}
