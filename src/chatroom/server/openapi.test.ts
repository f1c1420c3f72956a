import { afterEach, describe, expect, it } from "vitest";
import { closeApps, openApp } from "../../../test/fakes/app-stage.ts";
import { HTTP_ERRORS, type HttpErrorCode } from "../http-api.ts";
import { apiPage } from "./api-page.ts";

afterEach(closeApps);

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly required: boolean };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}

interface Document {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

async function describeApp() {
  const app = await openApp();
  const { body } = await app.get("/openapi.json");
  const document = body as unknown as Document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return { app, document, operations };
}

describe("the API's description", () => {
  it("[HTTP-17] has every route of the app, and no other", async () => {
    const { app, document, operations } = await describeApp();
    expect(document.openapi).toBe("3.1.0");
    expect(document.info.version).toBe("1.2.3");
    const routes = app.app.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual([...routes].sort());
    expect(routes.length).toBeGreaterThan(35);
  });

  it("[HTTP-17] is one that a program can follow: references lead somewhere, ids are unique, path parameters are declared", async () => {
    const { document, operations } = await describeApp();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference]) => reference ?? "",
    );
    expect(references.length).toBeGreaterThan(50);
    for (const reference of references) {
      const [, name = ""] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? [];
      expect(document.components.schemas, reference).toHaveProperty(name);
    }
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("postRoomsRoomSend");
    for (const { path, operation } of operations) {
      const declared = (operation.parameters ?? []).filter(({ in: place }) => place === "path").map(({ name }) => name);
      expect(declared, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      for (const { description } of Object.values(operation.responses)) expect(description, path).not.toBe("");
    }
  });

  it("[HTTP-17] names every error code with its status", async () => {
    const { operations } = await describeApp();
    const send = operations.find(({ path, method }) => path === "/send" && method === "post");
    const named = (status: number) => send?.operation.responses[status]?.description ?? "";
    const codes: readonly HttpErrorCode[] = [
      ...([
        "malformed_json",
        "invalid_request",
        "unauthorized",
        "forbidden",
        "forbidden_host",
        "forbidden_origin",
      ] as const),
      ...(["not_registered", "unknown_room", "body_too_large", "unsupported_media_type", "rate_limited"] as const),
      ...(["internal_error", "room_read_only", "shutting_down"] as const),
    ];
    for (const code of codes) expect(named(HTTP_ERRORS[code]), code).toContain(code);
    expect(send?.operation.requestBody?.required).toBe(true);
  });
});

describe("the page of the description", () => {
  it("[HTTP-17] shows every endpoint, runs no script and loads nothing", async () => {
    const { app, operations } = await describeApp();
    const { text, headers, status } = await app.get("/docs");
    expect(status).toBe(200);
    for (const { path } of operations.filter(({ path }) => !path.startsWith("/rooms/{room}/")))
      expect(text).toContain(path);
    expect(text).not.toMatch(/<script|javascript:|\son\w+=|<(img|link|iframe|form)\b|https?:/i);
    for (const [, id] of text.matchAll(/href="#([^"]*)"/g)) expect(text).toContain(`id="${id}"`);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+='/);
    expect(policy).not.toContain("unsafe");
    expect(text).toContain("prefers-color-scheme");
  });

  it("[HTTP-17] what the document says is text to it", async () => {
    const bad = '<script>alert("1")</script>';
    const answer = { description: bad };
    const operation = { tags: ["lobby"], summary: bad, description: bad, responses: { 200: answer } };
    const document = {
      info: { title: bad, version: bad, description: bad },
      paths: { [`/${bad}`]: { get: operation } },
      components: { schemas: { [bad]: { description: bad } } },
    };
    const { html } = await apiPage(JSON.stringify(document));
    expect(html).not.toContain("<script");
    expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(8);
  });
});
