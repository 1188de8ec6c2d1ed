import { readFile, writeFile } from "node:fs/promises";
import { format } from "prettier";
import { openapiDocument } from "./openapi-document.ts";

const here = (path: string) => new URL(path, import.meta.url);
const { version } = JSON.parse(await readFile(here("../package.json"), "utf8")) as { version: string };
const text = JSON.stringify(openapiDocument(version));
await writeFile(here("../docs/openapi.json"), await format(text, { parser: "json", printWidth: 110 }));
