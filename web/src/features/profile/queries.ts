import { authRoutes } from "@postern/contract";
import { query } from "@solidjs/router";
import { call } from "../session/session.ts";

/** Where the person is signed in: this browser first, then the ones used last. */
export const readSessions = query(async () => {
  const { sessions } = await call(authRoutes.sessions, {});
  return sessions.toSorted(
    (one, other) =>
      Number(other.current) - Number(one.current) || Date.parse(other.seenAt) - Date.parse(one.seenAt),
  );
}, "sessions");
