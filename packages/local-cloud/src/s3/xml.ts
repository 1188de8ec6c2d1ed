import { AwsError } from "../aws/error.ts";

/** What an element may hold: text, further elements by name, or a list, which repeats the element. `undefined` leaves it out. */
export type XmlContent =
  string | number | boolean | undefined | readonly XmlContent[] | { readonly [name: string]: XmlContent };

/** An element as read: its text (entities resolved) and its child elements in order. Attributes are dropped. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Writes a document in S3's namespace. */
export function writeDocument(root: string, content: XmlContent): string {
  const body = writeElement(root, content);
  const named = body.replace(`<${root}>`, `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${named}`;
}

/** Writes an element (or one per item, if `content` is a list) without a namespace. */
export function writeElement(name: string, content: XmlContent): string {
  if (content === undefined) return "";
  if (isList(content)) return content.map((item) => writeElement(name, item)).join("");
  if (typeof content !== "object") return `<${name}>${escapeText(String(content))}</${name}>`;
  const inner = Object.entries(content).map(([child, value]) => writeElement(child, value));
  return `<${name}>${inner.join("")}</${name}>`;
}

/**
 * Reads a document: elements, text and the five predefined or numeric entities. Anything else that XML allows
 * (document types, CDATA, comments) is refused, because no client of S3 sends it.
 * @throws AwsError `MalformedXML` (400), also when the root is not `root`.
 */
export function readDocument(text: string, root: string): XmlElement {
  const body = text.replace(/^\uFEFF?\s*(<\?xml[^>]*\?>)?\s*/, "");
  const stack: Open[] = [{ name: "", text: "", children: [] }];
  const token = /<(\/?)([A-Za-z][\w:.-]*)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/gy;
  while (token.lastIndex < body.length) {
    const match = token.exec(body);
    if (!match) throw malformed();
    readToken(stack, match);
  }
  const document = stack[0]?.children[0];
  if (stack.length !== 1 || document?.name !== root || stack[0]?.children.length !== 1) throw malformed();
  return document;
}

/** All children with this name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** Text of the only child with this name; undefined if there is none. @throws AwsError `MalformedXML` if it repeats. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const found = childrenOf(element, name);
  if (found.length > 1) throw malformed();
  return found[0]?.text;
}

/** @returns the refusal for a body that is not what the operation's schema says. */
export function malformed(): AwsError {
  return new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema.",
  );
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

function readToken(stack: Open[], match: RegExpExecArray): void {
  const [, closing, name, , selfClosing, text] = match;
  const open = stack.at(-1);
  if (!open) throw malformed();
  if (text !== undefined) {
    if (stack.length === 1 && text.trim() !== "") throw malformed();
    open.text += resolveEntities(text);
  } else if (closing) {
    if (open.name !== name || selfClosing) throw malformed();
    stack.pop();
  } else {
    const element: Open = { name: name ?? "", text: "", children: [] };
    open.children.push(element);
    if (!selfClosing) stack.push(element);
  }
}

function resolveEntities(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|\w+)?;?/g, (whole, body: string | undefined) => {
    if (body === undefined || !whole.endsWith(";")) throw malformed();
    if (!body.startsWith("#")) {
      const character = entities[body];
      if (character === undefined) throw malformed();
      return character;
    }
    const code = body.startsWith("#x") ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    if (code > 0x10ffff) throw malformed();
    return String.fromCodePoint(code);
  });
}

function escapeText(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content);
}
