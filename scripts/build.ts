import { stat } from "node:fs/promises";
import { sizeText, table } from "@postern/cli/table";
import { bundleFunctions, bundleSizes } from "./bundle.ts";
import { buildCommand } from "./cli-build.ts";
import { buildPortal, portalSizes } from "./portal-build.ts";

const functions = await bundleSizes(await bundleFunctions());
const command = await stat(await buildCommand());
const portal = await portalSizes(await buildPortal());

const rows = [
  ...functions.map(({ name, sizeBytes }) => ["function", name, sizeText(sizeBytes)]),
  ["command", "postern.mjs", sizeText(command.size)],
  ...portal.map(({ name, sizeBytes }) => ["portal", name, sizeText(sizeBytes)]),
];
console.log(table(["part", "file", "size"], rows));
