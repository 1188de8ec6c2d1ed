import { openProof, type Device } from "@postern/client/device";
import type { SessionHandle } from "@postern/contract";
import type { Browser, Reply } from "./portal-browser.ts";
import { codeOf, type Newcomer, type SessionWorld, type Someone } from "./session-world.ts";

export const password = "a horse that reads at night";
export const totpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/** A challenge as the server gives it. */
export type Challenge = Parameters<typeof openProof>[0]["challenge"];

/** The public name of the session that the last factor opened. */
export const handleOf = ({ body }: Reply) => (body as { session: { handle: SessionHandle } }).session.handle;

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
    /** Asks for a challenge. */
    ask: async (browser: Browser) => (await browser.get("proof")).body as unknown as Challenge,
    /** Opens a challenge on the device and answers it. */
    async answer(browser: Browser, sessionHandle: SessionHandle, challenge: Challenge) {
      return await browser.post("proof", { nonce: await openProof({ device, sessionHandle, challenge }) });
    },
    /** Action, outcome and code of each audit row of a clinic, or of the platform. */
    async codes(clinicID?: Someone["clinicID"]) {
      return (await world.audit(clinicID)).map(({ action, outcome, code = "" }) =>
        `${action} ${outcome} ${code}`.trim(),
      );
    },
  };
}
