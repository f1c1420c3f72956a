/** Asks for the token that the server wants, and says where to get one. */
import { type FormEvent, useState } from "react";
import { useWorkspace } from "./workspace-context.ts";

export function TokenPrompt({ isWrong }: { readonly isWrong: boolean }) {
  const { giveToken } = useWorkspace();
  const [token, setToken] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() !== "") giveToken(token.trim());
  };
  return (
    <main className="token-prompt">
      <form onSubmit={submit}>
        <span className="logo" aria-hidden="true" />
        <h1>Who are you?</h1>
        <p>This server wants a token. Whoever runs it makes one with</p>
        <pre>
          <code>llm-chat user add NAME</code>
        </pre>
        <label htmlFor="token">Your token</label>
        <input
          id="token"
          type="password"
          autoComplete="current-password"
          autoFocus
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
        {isWrong && (
          <p className="bad" role="alert">
            The server does not know this token.
          </p>
        )}
        <button type="submit" className="big-button">
          Go in
        </button>
        <p className="dim note">It is kept for this tab only.</p>
      </form>
    </main>
  );
}
