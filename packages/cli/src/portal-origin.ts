import { usage } from "./exit.ts";

const HERE = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The origin of a portal as a person names it. A password goes there, so it must be reached by TLS unless it is on
 * this machine.
 *
 * @throws Failure when it is no such address
 */
export function portalOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["https:", "http:"].includes(url.protocol))
    throw usage("A portal is named by its address: https://portal.example.org");
  if (url.protocol === "http:" && !HERE.includes(url.hostname))
    throw usage("A portal's address begins with https://");
  return url.origin;
}
