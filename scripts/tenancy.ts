import { writeFile } from "node:fs/promises";
import { attackAll, tenancyPage } from "../tests/security/tenancy/page.ts";
import { setScene } from "../tests/security/tenancy/scene.ts";

const scene = await setScene();
try {
  const page = await tenancyPage(await attackAll(scene));
  await writeFile(new URL("../docs/tenancy.md", import.meta.url), page);
  console.log(page);
  if (page.includes("NOT REFUSED") || page.includes("NOT TRIED")) process.exitCode = 1;
} finally {
  await scene.world.close();
}
