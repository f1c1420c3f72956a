import { describeJournal } from "../../../test/contracts/journal-suite.ts";
import { MemoryJournal } from "./memory-journal.ts";

describeJournal("MemoryJournal", async () => new MemoryJournal());
