/** Imported before any schema is built: the page's security policy forbids code made from text, which zod would try. */
import { z } from "zod";

z.config({ jitless: true });
