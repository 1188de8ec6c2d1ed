import type { Device } from "@postern/client";
import type { Browser } from "./portal-browser.ts";
import { codeOf, type Newcomer, type SessionWorld, type Someone } from "./session-world.ts";

export const password = "a horse that reads at night";
export const totpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

export type Scene = ReturnType<typeof createScene>;

/** People who come one after the other, each with a browser that nobody else uses. */
export function createScene(world: SessionWorld, device: Device) {
  let people = 0;
  return {
    async arrive(options: Partial<Newcomer> = {}) {
      people++;
      const email = `person${people}@example.org`;
      const person = await world.person(email, { password, totpSecret, role: "provider", ...options });
      return { person, browser: world.browser(`203.0.113.${people}`) };
    },
    /** Signs in with password and code. @returns the answer to the code */
    async enter(browser: Browser, { email }: Someone) {
      await browser.post("sign-in", { email, password });
      return await browser.post("totp", { code: codeOf(totpSecret), devicePublicKey: device.publicKey });
    },
    /** Action, outcome and code of each audit row of a clinic, or of the platform. */
    async codes(clinicID?: Someone["clinicID"]) {
      return (await world.audit(clinicID)).map(({ action, outcome, code = "" }) =>
        `${action} ${outcome} ${code}`.trim(),
      );
    },
  };
}
