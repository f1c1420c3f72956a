/** All chats and documents: gone to, renamed, deleted. */
import { type FormEvent, useState } from "react";
import { LIMITS } from "../../../src/documents/wire.ts";
import { IconButton } from "../../parts/icon-button.tsx";
import { nameText } from "../../state/display-text.ts";
import { Dialog } from "./dialog.tsx";
import { useWorkspace, useWorkspaceState } from "./workspace-context.ts";

export function LibraryDialog({ onClose }: { readonly onClose: () => void }) {
  const { library } = useWorkspace();
  const chats = useWorkspaceState((state) => state.chats);
  const documents = useWorkspaceState((state) => state.documents);
  const place = useWorkspaceState((state) => state.place);
  const [search, setSearch] = useState("");
  const matches = ({ title }: { readonly title: string }) => title.toLowerCase().includes(search.trim().toLowerCase());
  const titleOf = (id: string | null) => documents.find((document) => document.id === id)?.title;
  return (
    <Dialog title="Chats and documents" className="library" onClose={onClose}>
      <input
        type="search"
        aria-label="Search the titles"
        placeholder="Search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <section aria-labelledby="library-documents">
        <header className="library-head">
          <h3 id="library-documents">Documents</h3>
          <button type="button" className="small-button" onClick={() => void library.newDocument()}>
            New document
          </button>
        </header>
        <ul>
          {documents.filter(matches).map((document) => (
            <Item
              key={document.id}
              kind="document"
              item={document}
              isHere={document.id === place.document_id}
              onOpen={() => library.openDocument(document)}
            />
          ))}
        </ul>
        {documents.length === 0 && (
          <p className="dim note">There is none yet: the first prompt to an agent makes one.</p>
        )}
      </section>
      <section aria-labelledby="library-chats">
        <header className="library-head">
          <h3 id="library-chats">Chats</h3>
          <button type="button" className="small-button" onClick={() => library.newChat()}>
            New chat
          </button>
        </header>
        <ul>
          {chats.filter(matches).map((chat) => (
            <Item
              key={chat.id}
              kind="chat"
              item={chat}
              note={titleOf(chat.document_id)}
              isHere={chat.id === place.chat_id}
              onOpen={() => library.openChat(chat)}
            />
          ))}
        </ul>
      </section>
    </Dialog>
  );
}

interface ItemProps {
  readonly kind: "chat" | "document";
  readonly item: { readonly id: string; readonly title: string; readonly updated_at: number };
  readonly note?: string | undefined;
  readonly isHere: boolean;
  readonly onOpen: () => void;
}

function Item({ kind, item: { id, title, updated_at }, note, isHere, onOpen }: ItemProps) {
  const { library } = useWorkspace();
  const [state, setState] = useState<"still" | "renaming" | "deleting">("still");
  const words = title.trim() === "" ? "Untitled" : nameText(title);
  const rename = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const next = new FormData(event.currentTarget).get("title");
    setState("still");
    if (typeof next === "string" && next.trim() !== "") void library.rename(kind, id, next.trim());
  };
  if (state === "renaming") {
    return (
      <li>
        <form className="renaming" onSubmit={rename}>
          <input
            name="title"
            aria-label={`New title of ${words}`}
            defaultValue={title}
            maxLength={LIMITS.title}
            autoFocus
          />
          <button type="submit" className="small-button primary">
            Rename
          </button>
          <button type="button" className="small-button" onClick={() => setState("still")}>
            Cancel
          </button>
        </form>
      </li>
    );
  }
  if (state === "deleting") {
    return (
      <li className="deleting" role="alert">
        <span>
          Delete “{words}” {kind === "chat" ? "with all that was said" : "with all its blocks"}? There is no way back.
        </span>
        <button type="button" className="small-button danger" onClick={() => void library.remove(kind, id)}>
          Delete
        </button>
        <button type="button" className="small-button" autoFocus onClick={() => setState("still")}>
          Keep
        </button>
      </li>
    );
  }
  return (
    <li aria-current={isHere}>
      <button type="button" className="library-item" onClick={onOpen}>
        <span className="library-title">{words}</span>
        <span className="dim">
          {note !== undefined && `${nameText(note)} · `}
          {new Date(updated_at).toLocaleDateString(undefined, {
            day: "numeric",
            month: "short",
            hour: "2-digit",
            minute: "2-digit",
          })}
        </span>
      </button>
      <IconButton icon="edit" label={`Rename ${words}`} onClick={() => setState("renaming")} />
      <IconButton icon="trash" label={`Delete ${words}`} onClick={() => setState("deleting")} />
    </li>
  );
}
