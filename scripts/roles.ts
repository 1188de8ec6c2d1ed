import { writeFile } from "node:fs/promises";
import { format } from "prettier";
import { census, roleMatrix } from "./census.ts";

const file = new URL("../docs/roles.md", import.meta.url);
await writeFile(file, await format(roleMatrix(census()), { parser: "markdown", printWidth: 110 }));
