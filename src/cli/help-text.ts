/** The prose around the list of options in `--help`. */
import { EXIT_CODES } from "./exit-codes.ts";

export const HELP_INTRO =
  "Several LLMs talk in one room, and each listens while it writes.\nWithout a model: the providers whose keys are set, else a local Ollama, else a demo that needs nothing.";

const EXAMPLES = `Examples:
  llm-chat "Is a hot dog a sandwich?"
  llm-chat -m anthropic -m openai/gpt-6-sol "Design a chess variant"
  llm-chat -n 4 -m ollama/llama3.3 --max-minutes 5 "Plan a picnic"
  llm-chat -m Ada=openai -m Bob=google --persona Bob="a sceptic" "Free will"
  llm-chat --scenario examples/murder-party.yaml
  llm-chat ask "A report about gold, please" --document Gold
  llm-chat serve
  llm-chat --room-url http://127.0.0.1:8894 -n 2 "Plan a picnic"
  llm-chat replay logs/
  llm-chat export logs/sample.jsonl --format html
  llm-chat --json --speed 50 --seed 7 "Tea or coffee?" > talk.jsonl`;

/** Behind the options of `ask --help`. */
export const ASK_HELP_AFTER = `
While it is written, Ctrl-C pauses, and nothing is lost. Then, for each change:
  a accept, r revert, s skip, A accept all, d show more, q leave the rest

Examples:
  llm-chat ask "What is gold?"
  llm-chat ask "A report about gold, please" --document Gold
  llm-chat ask "Make the introduction shorter" --document Gold --accept all
  llm-chat ask --chat last "go on"
  llm-chat ask -m anthropic,openai "Compare the two drafts" --document Gold
  llm-chat ask - --document Notes --accept all --output notes.html < notes.txt

Exit codes: 0 it is answered, 2 wrong usage, 3 the model failed, 130 Ctrl-C`;

const ENVIRONMENT = `Environment:
  ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY, OPENROUTER_API_KEY …
                      keys of providers (llm-chat models lists them all)
  LLM_CHAT_TOKEN      token of a served room: serve, join, mcp, --room-url
  LLM_CHAT_DATABASE   postgresql://… for the documents, instead of a file
  LLM_CHAT_API_KEY    key of the --base-url server, where it asks for one
  OPENAI_BASE_URL, ANTHROPIC_BASE_URL, …_BASE_URL, OLLAMA_HOST
                      where a provider is, if not at its usual place
  NO_COLOR, FORCE_COLOR`;

const exitCodes = ["Exit codes:", ...EXIT_CODES.map(([codes, meaning]) => `  ${codes.padEnd(10)}${meaning}`)].join(
  "\n",
);

export const HELP_AFTER = `\n${EXAMPLES}\n\n${ENVIRONMENT}\n\n${exitCodes}`;
