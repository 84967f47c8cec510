/** Card codes of the demo exam's candidates, one per tablet. */
import { createHmac } from "node:crypto";
import { demoCardCodes } from "#contracts/demo-cards";

export const demoCards = (count: number): string[] =>
  demoCardCodes(count, (key, message) => createHmac("sha256", key).update(message).digest());
