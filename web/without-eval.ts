/** The page's policy lets nobody make code from text, and zod would try, at the first schema: imported before any. */
import * as z from "zod";

z.config({ jitless: true });
