/** A place and what lies there, as one text. */
export interface Haystack {
  readonly where: string;
  readonly text: string;
}

/** Base64 of a text as it would look inside the base64 of something longer, at each of the three alignments. */
function base64Inside(text: string): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)]);
    const start = Math.ceil((shift * 8) / 6);
    return bytes.toString("base64").slice(start, Math.floor((bytes.length * 8) / 6));
  });
}

/**
 * The forms in which a text could be written down without anyone's meaning to: as it is, in a URL, in JSON, in hex, in
 * base64 of both alphabets. A text shorter than six bytes has no base64 forms, for chance writes those.
 */
export function formsOf(text: string): readonly string[] {
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const plain = [text, encodeURIComponent(text), encodeURI(text), text.replaceAll(" ", "+"), escaped];
  const encoded =
    Buffer.byteLength(text) >= 6 ? [...base64Inside(text), Buffer.from(text).toString("hex")] : [];
  const url = encoded.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"));
  return [...new Set([...plain, ...encoded, ...url])];
}

const isLong = (text: string) => text.length >= 10;
const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** In the letters of base64 chance writes short words, so these count only where they stand by themselves. */
function patternOf(text: string): RegExp {
  const literal = escapeRegExp(text);
  return new RegExp(isLong(text) ? literal : `(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`, "i");
}

/** Where a text stands in any of its forms, as it is whatever the case of its letters: `where: form`. */
export function findText(text: string, haystacks: readonly Haystack[]): readonly string[] {
  const pattern = patternOf(text);
  const encoded = formsOf(text).filter((form) => form !== text);
  return haystacks.flatMap(({ where, text: hay }) => [
    ...(pattern.test(hay) ? [`${where}: ${text}`] : []),
    ...encoded.filter((form) => hay.includes(form)).map((form) => `${where}: ${form}`),
  ]);
}

/** Anything as one text: binary members as they are, and in base64. */
export function asText(value: unknown): string {
  const binaries: string[] = [];
  const text = JSON.stringify(value, (_name, member: unknown) => {
    if (!(member instanceof Uint8Array)) return member;
    binaries.push(bytesAsText(member));
    return Buffer.from(member).toString("base64");
  });
  return [text, ...binaries].join("\n");
}

/** Bytes as text; those that are no UTF-8 show as replacement characters. */
export function bytesAsText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
