/**
 * Imported before any schema is built: the page's security policy forbids code made from text, and zod would try it, with
 * a report of a violation on every start.
 */
import { z } from "zod";

z.config({ jitless: true });
