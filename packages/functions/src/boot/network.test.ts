import { describe, expect, it } from "vitest";
import { addressHasher } from "./http.ts";
import { networkOf } from "./network.ts";

describe("the network that a viewer is counted by", () => {
  it.each([
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::6", "2001:db8:1:2::/64"],
    ["2001:db8::6", "2001:db8:0:0::/64"],
    ["2001:db8:1::3:4:5:6", "2001:db8:1:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["1::", "1:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["[2001:db8:1:2::6]", "2001:db8:1:2::/64"],
    ["64:ff9b::203.0.113.9", "64:ff9b:0:0::/64"],
  ])("of %s is %s, which one household or machine holds whole", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each(["203.0.113.9", "unknown", "", "1:2", "::1::2"])("of %j is the text itself", (address) => {
    expect(networkOf(address)).toBe(address);
  });

  it.each(["::ffff:203.0.113.9", "::FFFF:cb00:7109", "0:0:0:0:0:ffff:203.0.113.9"])(
    "of %s, which wraps an IPv4 address, is that address",
    (address) => {
      expect(networkOf(address)).toBe("203.0.113.9");
    },
  );

  it("has one salted hash for all its addresses, and another for its neighbour", async () => {
    const hash = addressHasher("5a".repeat(32));
    const of = (address: string) =>
      hash({ address, requestID: "", cookies: undefined, clinicID: undefined, userAgent: undefined });
    const [one, other] = [await of("2001:db8:1:2::6"), await of("2001:db8:1:2:ffff:ffff:ffff:ffff")];
    expect(other).toBe(one);
    expect(await of("2001:db8:1:3::6")).not.toBe(one);
    expect(await of("203.0.113.9")).not.toBe(await of("203.0.113.10"));
    expect(one).toMatch(/^[0-9a-f]{32}$/);
  });
});
