/** Requests of staff: sign-in, acts, chat, single acts of the day, preparation. The live feed is in consoles.ts. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ActParts } from "#control/acts/ports";
import { addActs } from "#control/acts/routes";
import type { CodeParts } from "#control/codes/ports";
import { addCodes } from "#control/codes/routes";
import { addChat, type ChatParts } from "#control/chat/routes";
import type { DayParts } from "#control/day/ports";
import { addDay } from "#control/day/routes";
import { addInstructions, type InstructionParts } from "#control/instructions/routes";
import { boundedRequests } from "#http/request-budget";
import { sameOriginWrites } from "#http/same-origin";
import type { StaffParts } from "#staff/ports";
import type { PreparationParts } from "#control/preparation/ports";
import { addPreparation } from "#control/preparation/routes";
import { addAnswerFiles, type AnswerFileParts } from "#control/receipts/answer-files";
import { addRehearsalResults, type RehearsalConsoleParts } from "#control/rehearsal/console-routes";
import { addOperatorRehearsals, type OperatorParts } from "#control/rehearsal/operator-routes";
import { addStaff } from "#staff/routes";
import { CONSOLE_DOOR, sessionOfCookie, tokenIn } from "#staff/door";

export interface StaffRequestParts
  extends
    Omit<StaffParts, "door">,
    Omit<
      ActParts &
        CodeParts &
        ChatParts &
        DayParts &
        InstructionParts &
        PreparationParts &
        AnswerFileParts &
        RehearsalConsoleParts &
        OperatorParts,
      "sessionOf"
    > {}

export function addStaffRequests(app: OpenAPIHono, given: StaffRequestParts): void {
  const parts = { ...given, door: CONSOLE_DOOR, sessionOf: sessionOfCookie(CONSOLE_DOOR, given.sessions, given.now) };
  app.use("/api/staff/*", sameOriginWrites());
  app.use("/api/console/*", boundedRequests(tokenIn(CONSOLE_DOOR), given.now));
  app.use("/api/console/*", sameOriginWrites());
  addStaff(app, parts);
  addActs(app, parts);
  addCodes(app, parts);
  addChat(app, parts);
  addInstructions(app, parts);
  addDay(app, parts);
  addPreparation(app, parts);
  addAnswerFiles(app, parts);
  addRehearsalResults(app, parts);
  addOperatorRehearsals(app, parts);
}
