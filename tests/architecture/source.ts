import { parseSync, Visitor, type ESTree } from "vite";

/** One edge out of a file: an import, export-from, dynamic import, `import("…")` type or worker URL. */
export interface Import {
  readonly specifier: string;
  /** The names asked for, as the other module calls them; `*` for all, `default` for the default one. */
  readonly names: readonly string[];
  /** Whether the compiler removes it, because all its names are types. */
  readonly typesOnly: boolean;
}

/** A call of a method: `rows.find(isOpen)` is `{ method: "find", argumentTypes: ["Identifier"] }`. */
export interface MethodCall {
  readonly method: string;
  readonly argumentTypes: readonly string[];
}

/** What the rules look at in one file. Comments are no part of it. */
export interface SourceFacts {
  readonly imports: readonly Import[];
  /** How many `import(…)` there are of what only the running program can name. */
  readonly computedImports: number;
  readonly calls: readonly MethodCall[];
  /** Each property that is read or called, `.scan` as `scan`. */
  readonly properties: readonly string[];
  /** Each variable of the environment that is read by name; `*` for the whole environment. */
  readonly environment: readonly string[];
  /** Every identifier and every piece of string, once. */
  readonly words: readonly string[];
}

/**
 * Reads one TypeScript, TSX or JavaScript file with the parser of Vite, so that imports over many lines,
 * types, strings and comments are told apart as the compiler does.
 *
 * @throws Error when the file cannot be parsed.
 */
export function readSource(path: string, text: string): SourceFacts {
  const parsed = parseSync(path, text);
  const [error] = parsed.errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  const facts = gather(parsed.program);
  return { ...facts, imports: [...declared(parsed.module), ...facts.imports] };
}

function declared(module: ReturnType<typeof parseSync>["module"]): Import[] {
  const found = module.staticImports.map(({ moduleRequest, entries }): Import => ({
    specifier: moduleRequest.value,
    names: entries.map(({ importName }) =>
      importName.kind === "Default" ? "default" : (importName.name ?? "*"),
    ),
    typesOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  for (const { moduleRequest, importName, isType } of module.staticExports.flatMap(
    ({ entries }) => entries,
  )) {
    if (moduleRequest === null) continue;
    found.push({ specifier: moduleRequest.value, names: [importName.name ?? "*"], typesOnly: isType });
  }
  return found;
}

function gather(program: ESTree.Program): SourceFacts {
  const imports: Import[] = [];
  const calls: MethodCall[] = [];
  const properties: string[] = [];
  const environment: string[] = [];
  const words = new Set<string>();
  let computedImports = 0;
  const wholeEnvironment = new Map<ESTree.Node, string>();
  new Visitor({
    Identifier: (node) => void words.add(node.name),
    Literal: (node) => {
      if (typeof node.value === "string") words.add(node.value);
    },
    TemplateElement: (node) => void words.add(node.value.raw),
    ImportExpression: (node) => {
      const specifier = constant(node.source);
      if (specifier === undefined) computedImports += 1;
      else imports.push({ specifier, names: ["*"], typesOnly: false });
    },
    TSImportType: (node) =>
      void imports.push({ specifier: node.source.value, names: ["*"], typesOnly: true }),
    NewExpression: (node) => {
      const [target, base] = node.arguments;
      const specifier = isNamed(node.callee, "URL") && base && target ? constant(target) : undefined;
      if (specifier !== undefined && /\.(tsx?|mjs)$/.test(specifier)) {
        imports.push({ specifier, names: ["*"], typesOnly: false });
      }
    },
    CallExpression: (node) => {
      const method = node.callee.type === "MemberExpression" ? propertyOf(node.callee) : undefined;
      if (method !== undefined) {
        calls.push({ method, argumentTypes: node.arguments.map((argument) => argument.type) });
      }
    },
    MemberExpression: (node) => {
      const name = propertyOf(node);
      if (name !== undefined) properties.push(name);
      if (isEnvironment(node)) wholeEnvironment.set(node, wholeEnvironment.get(node) ?? "*");
      if (isEnvironment(node.object)) wholeEnvironment.set(node.object, name ?? "*");
    },
    VariableDeclarator: (node) => {
      if (!isProcess(node.init) || node.id.type !== "ObjectPattern") return;
      for (const property of node.id.properties) {
        if (property.type === "Property" && isNamed(property.key, "env")) environment.push("*");
      }
    },
    ImportDeclaration: (node) => {
      if (!/^(node:)?process$/.test(node.source.value)) return;
      for (const one of node.specifiers) {
        if (one.type === "ImportSpecifier" && isNamed(one.imported, "env")) environment.push("*");
      }
    },
  }).visit(program);
  return {
    imports,
    computedImports,
    calls,
    properties,
    environment: [...environment, ...wholeEnvironment.values()],
    words: [...words],
  };
}

function constant(node: ESTree.Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral" || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

function propertyOf(node: ESTree.MemberExpression): string | undefined {
  if (node.computed) return constant(node.property);
  return node.property.type === "Identifier" ? node.property.name : undefined;
}

function isNamed(node: ESTree.Node | null, name: string): boolean {
  return node?.type === "Identifier" && node.name === name;
}

function isProcess(node: ESTree.Node | null): boolean {
  if (node?.type === "MemberExpression") return propertyOf(node) === "process";
  return isNamed(node, "process");
}

function isEnvironment(node: ESTree.Node): node is ESTree.MemberExpression {
  return node.type === "MemberExpression" && propertyOf(node) === "env" && isProcess(node.object);
}
