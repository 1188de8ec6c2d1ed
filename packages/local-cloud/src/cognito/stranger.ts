import { createHmac, randomUUID } from "node:crypto";
import type { Shelf } from "../state/state.ts";
import { UNKNOWN_PASSWORD } from "./password.ts";
import type { User } from "./user.ts";

/**
 * Makes who stands for a name that nobody has: always alike for the same name, so that its sign-in looks like anybody's,
 * and with a password that is never right. It is never kept; the secret from which its user name follows is.
 */
export function openStrangers(shelf: Shelf<string>): (name: string) => User {
  const secret = shelf.found.get("strangers") ?? randomUUID();
  if (!shelf.found.has("strangers")) shelf.put("strangers", secret);
  return (name) => {
    const username = uuidOf(secret, name.toLowerCase());
    return {
      username,
      sub: username,
      attributes: {},
      createdAtMs: 0,
      modifiedAtMs: 0,
      enabled: true,
      password: UNKNOWN_PASSWORD,
      generation: 0,
    };
  };
}

/** A UUID (RFC 9562 §5.4) that only who knows the secret can foretell. */
function uuidOf(secret: string, name: string): string {
  const bytes = createHmac("sha256", secret).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
