/** Where the conversation comes from: a server, one of its rooms, or a file. */
import { type FormEvent, useState } from "react";
import { targetOf } from "../connect/address.ts";
import { connectionWords } from "./connection-badge.tsx";
import { FileChooser } from "./file-chooser.tsx";
import { usePage, useTools } from "./page-context.ts";

export function ConnectionSettings() {
  const { model } = useTools();
  const words = usePage(connectionWords);
  const isEmpty = usePage((page) => page.origin.type === "none");
  const isLog = usePage((page) => page.origin.type === "file" || page.source?.live === false);
  return (
    <section className="panel-section">
      <h3>Source</h3>
      <p className="panel-words">{words}</p>
      <AddressForm />
      <div className="panel-row">
        <FileChooser className="small-button" />
        {!isEmpty && (
          <button type="button" className="small-button" onClick={() => model.clear()}>
            {isLog ? "Close the log" : "Clear"}
          </button>
        )}
      </div>
    </section>
  );
}

/** Typed and connected to; fixed where the page is served, since its policy lets it go nowhere else. */
export function AddressForm() {
  const { model, isServed, address } = useTools();
  const isConnected = usePage((page) => page.connection.status !== "off");
  const [typed, setTyped] = useState(address);
  const [isWrong, setWrong] = useState(false);
  const connect = (event: FormEvent) => {
    event.preventDefault();
    const target = targetOf(typed);
    setWrong(target === null);
    if (target !== null) model.connect(target);
  };
  return (
    <form className="panel-row" onSubmit={connect}>
      <input
        className="address"
        aria-label="Address of the server"
        value={typed}
        readOnly={isServed}
        aria-invalid={isWrong}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      {isConnected ? (
        <button type="button" className="small-button" onClick={() => model.disconnect()}>
          Disconnect
        </button>
      ) : (
        <button type="submit" className="small-button primary">
          Connect
        </button>
      )}
      {isWrong && <p className="field-problem">An address looks like ws://127.0.0.1:8080.</p>}
    </form>
  );
}
