import { keysRoutes } from "@postern/contract";
import { Key } from "@postern/core/key";
import { handle } from "hono/aws-lambda";
import { bootKeys } from "../boot/keys.ts";
import { createApp, serve } from "./edge.ts";

const { edge, identify } = bootKeys();
export const app = createApp(edge);

serve(app, keysRoutes.release, Key.release, identify);

export const handler = handle(app);
