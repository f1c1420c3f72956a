/** A change that waits: who proposes what, how it differs, and the two answers to it. */
import { memo, useState } from "react";
import type { Block, Proposal, TextProposal } from "../../../src/documents/model.ts";
import { Icon } from "../../parts/icons.tsx";
import { blockWords } from "../state/block-words.ts";
import { type Standing, standingOf } from "../state/pending.ts";
import { AuthorTag } from "./author-tag.tsx";
import { BlockContent } from "./block-content.tsx";
import { DifferenceView, SideBySide } from "./difference-view.tsx";
import { useWorkspace } from "./workspace-context.ts";

export interface ProposalViewProps {
  readonly block: Block;
  readonly proposal: Proposal;
}

export const ProposalView = memo(function ProposalView({ block, proposal }: ProposalViewProps) {
  const standing = standingOf(block, proposal);
  return (
    <section className={`proposal ${proposal.kind} ${standing}`} aria-label="Proposed change">
      <header className="proposal-bar">
        <AuthorTag author={proposal.author} />
        {standing !== "planned" && standing !== "streaming" && (
          <span className="dim">{WORDS[proposal.kind](block)}</span>
        )}
        <StandingMark standing={standing} />
        <span className="spacer" />
        <Answers block={block} proposal={proposal} standing={standing} />
      </header>
      {proposal.kind === "text" && <ProposedText block={block} proposal={proposal} standing={standing} />}
      {proposal.kind === "move" && <MoveWords after={proposal.after} />}
    </section>
  );
});

const WORDS: Readonly<Record<Proposal["kind"], (block: Block) => string>> = {
  text: ({ current }) => (current === null ? "wrote this" : "proposes a change"),
  delete: () => "proposes to take this away",
  move: () => "proposes to move this",
};

const STANDING_WORDS: Readonly<Record<Exclude<Standing, "ready">, readonly [words: string, title: string]>> = {
  streaming: ["writing", "It is being written just now."],
  planned: ["planned", "Nothing is written below it yet."],
  cut: ["not finished", "It ended before it was done: go on in the chat, or take it as it is."],
  stale: ["stale: changed since", "The block has been changed since this was begun. Compare before you accept it."],
};

const BADGES: Readonly<Record<Exclude<Standing, "ready">, string>> = {
  streaming: "live",
  planned: "",
  cut: "trouble",
  stale: "trouble",
};

function StandingMark({ standing }: { readonly standing: Standing }) {
  if (standing === "ready") return null;
  const [words, title] = STANDING_WORDS[standing];
  return (
    <span className={`badge ${BADGES[standing]}`} title={title}>
      {words}
    </span>
  );
}

interface AnswersProps extends ProposalViewProps {
  readonly standing: Standing;
}

function Answers({ block, proposal, standing }: AnswersProps) {
  const { blocks } = useWorkspace();
  if (standing === "streaming") return null;
  const isRemoval = proposal.kind === "delete";
  return (
    <span className="answers">
      <button type="button" className="small-button accept" onClick={() => void blocks.accept(block.id, proposal.id)}>
        <Icon name="check" />
        {standing === "stale" ? "Compare and accept" : isRemoval ? "Take away" : "Accept"}
      </button>
      <button type="button" className="small-button" onClick={() => void blocks.revert(block.id, proposal.id)}>
        <Icon name="undo" />
        {isRemoval ? "Keep" : "Revert"}
      </button>
    </span>
  );
}

type Look = "difference" | "new" | "side";
const LOOKS: readonly (readonly [Look, string])[] = [
  ["difference", "Changes"],
  ["new", "New"],
  ["side", "Side by side"],
];

function ProposedText({ block, proposal, standing }: AnswersProps & { readonly proposal: TextProposal }) {
  const [chosen, choose] = useState<Look>("difference");
  const { type, current, meta } = block;
  const { content } = proposal;
  const isStreaming = standing === "streaming";
  const isPicture = type === "interactive_chart" || type.startsWith("image/");
  if (current === null || isStreaming) {
    return <BlockContent type={type} text={content} title={meta.title} isStreaming={isStreaming} />;
  }
  if (current === content) return <p className="dim note">It says the same as the block does now.</p>;
  const look = isPicture && chosen === "difference" ? "side" : chosen;
  return (
    <>
      <div className="looks" role="group" aria-label="How to show it">
        {LOOKS.filter(([each]) => !isPicture || each !== "difference").map(([each, words]) => (
          <button key={each} type="button" aria-pressed={look === each} onClick={() => choose(each)}>
            {words}
          </button>
        ))}
      </div>
      {look === "difference" && <DifferenceView type={type} current={current} proposed={content} />}
      {look === "new" && <BlockContent type={type} text={content} title={meta.title} />}
      {look === "side" && <SideBySide type={type} current={current} proposed={content} />}
    </>
  );
}

function MoveWords({ after }: { readonly after: string | null }) {
  const { blocks } = useWorkspace();
  const target = after === null ? undefined : blocks.stateOf(after);
  return (
    <p className="dim note">
      {target ? `To stand after “${blockWords(target)}”.` : after === null ? "To stand first." : "To stand last."}
    </p>
  );
}
