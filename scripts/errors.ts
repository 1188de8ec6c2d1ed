import { writeFile } from "node:fs/promises";
import { format } from "prettier";
import { errorTable } from "./error-table.ts";

const file = new URL("../docs/errors.md", import.meta.url);
await writeFile(file, await format(await errorTable(), { parser: "markdown", printWidth: 110 }));
