import { origin } from "./distribution.ts";
import { keys } from "./keys.ts";
import { complete } from "./place.ts";
import { KEY_NAMES, record } from "./policy/index.ts";
import { pool } from "./sign-in.ts";

/** The whole deployment as data, from the very function that a laptop's cloud takes its policies from. */
export const whole = $resolve({
  keyARNs: $resolve(record(KEY_NAMES, (name) => keys[name].arn)),
  userPoolARN: pool.arn,
  origin,
}).apply((made) => complete(made));
