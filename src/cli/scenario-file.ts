/** `--scenario FILE`: the edge between a file and `readScenario`. */
import path from "node:path";
import { readScenario, type Scenario } from "../agents/scenario.ts";
import { readDataFile } from "./data-file.ts";
import { UsageError } from "./usage-error.ts";

export async function loadScenario(file: string, cwd: string): Promise<Scenario> {
  const data = await readDataFile(path.resolve(cwd, file));
  if (data === undefined)
    throw new UsageError(`--scenario: there is no file ${file}; examples/ holds some to begin with`);
  const result = readScenario(data);
  if (!result.ok) throw new UsageError(`${file}: ${result.problems.join("; ")}`);
  return result.value;
}
