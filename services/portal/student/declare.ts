/** Students' routes as they are declared: for themselves, or for whoever has no session yet. */
import type { OpenRoute, StudentRoute } from "#portal/route";

export const forStudent = (route: Omit<StudentRoute, "who">): StudentRoute => ({ ...route, who: "student" });
export const forAnyone = (route: Omit<OpenRoute, "who">): OpenRoute => ({ ...route, who: "anyone" });
