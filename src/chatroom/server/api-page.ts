/** The API's description as a page to read: made here from the document, with no script and nothing from elsewhere. */
import { createHash } from "node:crypto";
import { html, raw } from "hono/html";

/** What of an OpenAPI document the page shows. */
interface Description {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Operation {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly requestBody?: Pick<Answer, "content">;
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --dim: #8889; --mark: #2a6fdb; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 14px/1.4 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 6px; }
details { border-top: 1px solid var(--line); padding: .4rem 0; }
summary { cursor: pointer; }
summary code { font-weight: 600; }
dt { font-weight: 600; float: left; clear: left; width: 3.5rem; }
dd { margin: 0 0 .25rem 3.5rem; }
.method { display: inline-block; width: 4.5rem; color: var(--mark); }
a { color: var(--mark); }
@media (prefers-color-scheme: dark) { :root { --mark: #7fb2ff; } }
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join("; ");

/** `document`: OpenAPI, as JSON. `policy`: the Content-Security-Policy the page is to be sent with. */
export async function apiPage(document: string): Promise<{ readonly html: string; readonly policy: string }> {
  const { info, paths, components } = JSON.parse(document) as Description;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  // A room's endpoints are the lobby's with a prefix: shown once.
  const shown = operations.filter(({ operation }) => !operation.tags.includes("any room"));
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${info.title} API</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>${info.title} ${info.version}</h1>
<p>${info.description} For programs: <a href="openapi.json">openapi.json</a>.</p>
${sectionOf("Rooms", shown, "lobby")}
${sectionOf("Server", shown, "server")}
${sectionOf("Documents", shown, "documents")}
<h2>Shapes</h2>
${Object.entries(components.schemas).map(([name, schema]) => html`<details id="${name}"><summary><code>${name}</code></summary>${json(schema)}</details>`)}
</body>
</html>
`;
  return { html: page.toString(), policy: POLICY };
}

interface Shown {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function sectionOf(title: string, all: readonly Shown[], tag: string) {
  const parts = all.filter(({ operation }) => operation.tags.includes(tag));
  return parts.length === 0 ? "" : html`<h2>${title}</h2>${parts.map(operationPart)}`;
}

function operationPart({ path, method, operation }: Shown) {
  const { summary, description, parameters = [], requestBody, responses } = operation;
  return html`<details>
<summary><code><span class="method">${method.toUpperCase()}</span>${path}</code> ${summary}</summary>
<p>${description}</p>
${parameters.length > 0 ? html`<h4>Parameters</h4>${json(parameters.map(({ name, in: place, schema }) => ({ name, in: place, ...schema })))}` : ""}
${requestBody ? html`<h4>Body</h4>${bodyOf(requestBody)}` : ""}
<h4>Answers</h4>
<dl>${Object.entries(responses).map(([status, answer]) => html`<dt>${status}</dt><dd>${answer.description} ${shapesOf(answer)}</dd>`)}</dl>
</details>
`;
}

/** By its name, or as it is where it has none. */
function bodyOf(body: Pick<Answer, "content">) {
  const names = shapesOf(body);
  return names.length > 0
    ? html`<p>${names}</p>`
    : Object.values(body.content ?? {}).map(({ schema = {} }) => json(schema));
}

/** The names of the shapes of a body or an answer. */
function shapesOf({ content = {} }: Pick<Answer, "content">) {
  const names = [...JSON.stringify(content).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  return names.map((name) => html`<a href="#${name}"><code>${name}</code></a> `);
}

function json(value: object) {
  return html`<pre>${JSON.stringify(value, null, 2)}</pre>`;
}
