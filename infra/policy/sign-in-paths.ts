/** Calls that try a password or a code. Others of `auth` are many on a quiet day: an open page shows that it lives. */
const STEPS = ["sign-in", "new-password", "totp", "enrol-totp", "step-up"] as const;

/**
 * The paths of `STEPS`, as a regular expression that WAF understands. It is held against a path that was decoded once;
 * what is still encoded then could become any of them further on, so it counts as one.
 */
export const SIGN_IN_PATHS = `^/api/auth/(.*%.*|(${STEPS.join("|")})/?)$`;
