/** Where one says what shall be done; enter sends. Below it: how (mode, models), and the buttons of what runs. */
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { LIMITS } from "../../../src/documents/wire.ts";
import { IconButton } from "../../parts/icon-button.tsx";
import { blockWords } from "../state/block-words.ts";
import { ActivityBar } from "./activity-bar.tsx";
import { ModelPicker } from "./model-picker.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

const DRAFT = "prompt";

export function PromptBox() {
  const { prompting, drafts, promptField } = useWorkspace();
  const [text, setText] = useState(() => drafts.read(DRAFT)?.content ?? "");
  const [isSending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const change = (content: string) => {
    setText(content);
    drafts.keep(DRAFT, { content, base: 0 });
  };
  useEffect(() => promptField.attach({ focus: () => field.current?.focus(), fill: change }));
  const send = async () => {
    const content = text.trim();
    if (content === "" || isSending) return;
    setSending(true);
    const isSent = await prompting.send(content);
    setSending(false);
    if (isSent) change("");
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") field.current?.blur();
    // An input method takes Enter for itself.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      className="prompt"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <ActivityBar />
      <About />
      <div className="prompt-field">
        <textarea
          ref={field}
          rows={2}
          aria-label="Prompt"
          placeholder="Ask, or say what shall be written…"
          value={text}
          maxLength={LIMITS.message}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          className="send"
          icon="send"
          label="Send (enter)"
          disabled={text.trim() === "" || isSending}
          onClick={() => void send()}
        />
      </div>
      <div className="prompt-row">
        <ModePicker />
        <ModelPicker />
      </div>
    </form>
  );
}

function About() {
  const { model } = useWorkspace();
  const about = useWorkspaceState(({ ui }) => ui.about);
  const state = useWorkspaceState(({ shown }) => shown.document?.blocks.find(({ block }) => block.id === about));
  if (state === undefined) return null;
  return (
    <p className="about">
      <span className="dim">About</span> <span className="about-words">{blockWords(state)}</span>
      <IconButton icon="close" label="About no block" onClick={() => model.ui({ about: null })} />
    </p>
  );
}

const MODES = [
  ["chat", "Chat", "One answer; nothing is written to the document by itself"],
  ["agent", "Agent", "Writes into the document, with tools"],
] as const;

function ModePicker() {
  const { choose } = useWorkspace();
  const mode = useWorkspaceState(({ ui }) => ui.choice.mode);
  return (
    <fieldset className="segments modes">
      <legend className="only-heard">Mode</legend>
      {MODES.map(([each, words, title]) => (
        <label key={each} title={title}>
          <input
            type="radio"
            name="mode"
            value={each}
            checked={mode === each}
            onChange={() => choose({ mode: each })}
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
