import { isIPv6 } from "node:net";

const GROUPS = 8;
const NETWORK_GROUPS = 4;
/** IPv4 in IPv6 (RFC 4291 section 2.5.5.2). */
const MAPPED = "0:0:0:0:0:ffff";

/**
 * The network that an address is counted by: for IPv6 its first 64 bits, for whoever has one address of them has them
 * all (RFC 6177); an IPv4 address itself, wrapped in IPv6 or not.
 *
 * @param address as the edge saw it; any other text is given back as it is
 */
export function networkOf(address: string): string {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  if (!isIPv6(bare)) return address;
  const groups = expand(bare);
  if (groups.slice(0, -2).join(":") === MAPPED) return dotted(groups.slice(-2));
  return `${groups.slice(0, NETWORK_GROUPS).join(":")}::/64`;
}

/** Eight groups of a valid IPv6 address, in lower-case hex without leading zeros. */
function expand(address: string): readonly string[] {
  const [front = [], back = []] = address.split("::").map(groupsOf);
  const zeros = Array.from({ length: GROUPS - front.length - back.length }, () => "0");
  return [...front, ...zeros, ...back];
}

function groupsOf(text: string): readonly string[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (!group.includes(".")) return [parseInt(group, 16).toString(16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
    return [a * 256 + b, c * 256 + d].map((value) => value.toString(16));
  });
}

function dotted(groups: readonly string[]): string {
  return groups
    .map((group) => parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 255])
    .join(".");
}
