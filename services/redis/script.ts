import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "#runtime/project-root";

/**
 * Text of a Lua script of services/redis/lua. Scripts are sent whole (EVAL): a few hundred bytes a batch, and a
 * restarted server, which has forgotten every script, needs no second attempt.
 */
export function loadScript(name: string): string {
  return readFileSync(join(projectRoot(), "services/redis/lua", `${name}.lua`), "utf8");
}
