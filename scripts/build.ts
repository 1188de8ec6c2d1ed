import { bundleFunctions, bundleSizes } from "./bundle.ts";
import { sizeText, table } from "./demo/table.ts";
import { buildPortal, portalSizes } from "./portal-build.ts";

const functions = await bundleSizes(await bundleFunctions());
const portal = await portalSizes(await buildPortal());

const rows = [
  ...functions.map(({ name, sizeBytes }) => ["function", name, sizeText(sizeBytes)]),
  ...portal.map(({ name, sizeBytes }) => ["portal", name, sizeText(sizeBytes)]),
];
console.log(table(["part", "file", "size"], rows));
