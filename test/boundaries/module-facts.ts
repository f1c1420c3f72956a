/** What a source file imports, and which names it uses that may be globals: read from its syntax tree. */
import { parseSync } from "oxc-parser";

export interface Import {
  /** null: an `import()` of something computed. */
  readonly specifier: string | null;
  /** It leaves nothing behind when the types are removed. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export interface NameUse {
  /** A name in the place of a value; `Math.random` where it is that member, or `Math` where nobody can tell. */
  readonly name: string;
  readonly line: number;
}

export interface ModuleFacts {
  readonly imports: readonly Import[];
  readonly names: readonly NameUse[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** Children that are no values: types, and names that belong to an object, a label or another module. */
const NOT_VALUES = new Set(["typeAnnotation", "typeArguments", "typeParameters", "returnType", "superTypeArguments"]);
const NAME_ONLY = new Set(["imported", "exported", "label", "meta"]);

export function readModule(path: string, source: string): ModuleFacts {
  const { program, errors } = parseSync(path, source);
  if (errors[0] !== undefined) throw new Error(`${path} does not parse: ${errors[0].message}`);
  const imports: Import[] = [];
  const names: NameUse[] = [];
  const lineOf = (node: Node) => source.slice(0, node.start).split("\n").length;

  const importOf = (from: unknown, typeOnly: boolean, node: Node) => {
    const specifier = isNode(from) && typeof from["value"] === "string" ? from["value"] : null;
    imports.push({ specifier, typeOnly, line: lineOf(node) });
  };

  /** `inType`: names are types here, but `import("./a.ts").A` is still an import. */
  const walk = (node: Node, inType: boolean): void => {
    switch (node.type) {
      case "ImportDeclaration":
        return importOf(node["source"], node["importKind"] === "type", node);
      case "ExportAllDeclaration":
        return importOf(node["source"], node["exportKind"] === "type", node);
      case "ExportNamedDeclaration":
        if (isNode(node["source"])) return importOf(node["source"], node["exportKind"] === "type", node);
        break;
      case "ImportExpression":
        importOf(node["source"], false, node);
        break;
      case "TSImportType":
        importOf(node["source"], true, node);
        break;
      case "CallExpression":
        if (isName(node["callee"], "require") && Array.isArray(node["arguments"])) {
          importOf(node["arguments"][0], false, node);
        }
        break;
      case "MemberExpression":
        if (isName(node["object"], "Math") && node["computed"] === false && isNode(node["property"])) {
          names.push({ name: `Math.${String(node["property"]["name"])}`, line: lineOf(node) });
          return;
        }
        break;
      case "Identifier":
        if (!inType) names.push({ name: String(node["name"]), line: lineOf(node) });
        break;
      default:
    }
    const typesBelow = inType || (node.type.startsWith("TS") && !KEEPS_VALUES.has(node.type));
    for (const [key, child] of Object.entries(node)) {
      if (NAME_ONLY.has(key)) continue;
      if ((key === "property" || key === "key") && node["computed"] !== true) continue;
      const below = typesBelow || NOT_VALUES.has(key);
      for (const item of Array.isArray(child) ? (child as unknown[]) : [child]) if (isNode(item)) walk(item, below);
    }
  };
  walk(program as unknown as Node, false);
  return { imports, names };
}

/** TypeScript's own nodes that hold an expression; all others hold types. */
const KEEPS_VALUES = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
]);

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

function isName(value: unknown, name: string): boolean {
  return isNode(value) && value.type === "Identifier" && value["name"] === name;
}
