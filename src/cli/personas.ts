/** `--exp-dir DIR`: a folder of personas, a JSON file each, `{"username": "Jim", "interest": "pranks"}`. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { validate } from "../agents/validate.ts";
import { readDataFile } from "./data-file.ts";
import { UsageError } from "./usage-error.ts";

export interface Persona {
  readonly name: string;
  readonly persona: string | null;
  readonly model: string | null;
}

const text = (name: string) =>
  z.string({ error: (issue) => (issue.input === undefined ? `needs a "${name}"` : `"${name}" must be text`) }).trim();

/** Other keys are let through: such folders come from other programs. */
const personaFile = z.object({
  username: text("username").min(1, { error: `"username" must not be empty` }),
  interest: z
    .union([text("interest"), z.array(z.string()).transform((list) => list.join(", "))], {
      error: `"interest" must be text or a list of texts`,
    })
    .optional(),
  model: text("model").optional(),
});

export async function loadPersonas(folder: string, cwd: string): Promise<Persona[]> {
  const full = path.resolve(cwd, folder);
  const files = (await listFolder(full, folder)).filter((name) => name.toLowerCase().endsWith(".json")).sort();
  if (files.length === 0)
    throw new UsageError(`--exp-dir: ${folder} holds no .json file; a persona is {"username": …, "interest": …}`);
  const personas = await Promise.all(files.map((name) => loadPersona(path.join(full, name), path.join(folder, name))));
  personas.forEach(({ name }, index) => {
    const first = personas.findIndex((other) => other.name === name);
    if (first !== index)
      throw new UsageError(`--exp-dir: ${files[first]} and ${files[index]} both call themselves "${name}"; rename one`);
  });
  return personas;
}

async function loadPersona(file: string, shown: string): Promise<Persona> {
  const result = validate(personaFile, await readDataFile(file));
  if (!result.ok) throw new UsageError(`${shown}: ${result.problems.join("; ")}`);
  const { username, interest, model } = result.value;
  return {
    name: username,
    persona: interest ? `You are interested in: ${interest}` : null,
    model: model || null,
  };
}

async function listFolder(full: string, shown: string): Promise<string[]> {
  try {
    return await readdir(full);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new UsageError(`--exp-dir: there is no folder ${shown}`, { cause });
    if (code === "ENOTDIR") throw new UsageError(`--exp-dir: ${shown} is a file; give the folder it is in`, { cause });
    throw new UsageError(`--exp-dir: ${shown} cannot be read`, { cause });
  }
}
