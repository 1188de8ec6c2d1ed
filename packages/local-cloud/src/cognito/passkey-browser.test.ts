import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../../../../tests/support/browser.ts";
import type { CreationOptions } from "./authenticator.fixture.ts";
import { credentialOf, passkeyPool, requestOf, startPasskeyPortal } from "./passkeys.fixture.ts";

const relyingPartyId = "localhost";
let browser: Browser;
let server: Server;
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>A page of the relying party</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A page of `http://localhost` with a built-in authenticator of the browser's own. */
async function openPage() {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const verify = (isUserVerified: boolean) =>
    session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  return { page, verify };
}

const create = (page: Page, options: CreationOptions): Promise<object> =>
  page.evaluate(async (json) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(json as never);
    const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
    return credential.toJSON() as object;
  }, options);

const get = (page: Page, options: object): Promise<object> =>
  page.evaluate(async (json) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(json as never);
    const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
    return credential.toJSON() as object;
  }, options);

it("a browser makes a passkey, signs in with it again and again, and not without its person", async () => {
  const webAuthn = { ...passkeyPool.webAuthn, relyingPartyId };
  const { portal, steps, ...passkeys } = await startPasskeyPortal({ webAuthn });
  const pat = "pat@example.org";
  await steps.create(pat);
  const { tokens } = await steps.firstSignIn(pat);
  const { page, verify } = await openPage();
  await passkeys.completeRegistration(tokens, await create(page, await passkeys.startRegistration(tokens)));
  await passkeys.switchPasskeys(pat, true);
  expect(await passkeys.list(tokens)).toMatchObject([{ AuthenticatorTransports: ["internal"] }]);
  await expect(create(page, await passkeys.startRegistration(tokens))).rejects.toThrow("InvalidStateError");
  for (let time = 0; time < 2; time += 1) {
    const begun = await passkeys.beginWithPasskey(pat);
    const done = await passkeys.answer(begun, credentialOf(await get(page, requestOf(begun))));
    expect(done.AuthenticationResult?.IdToken).toEqual(expect.any(String));
  }
  await verify(false);
  const begun = await passkeys.beginWithPasskey(pat);
  await expect(get(page, requestOf(begun))).rejects.toThrow("NotAllowedError");
  const careless = await get(page, { ...requestOf(begun), userVerification: "discouraged" });
  await expect(passkeys.answer(begun, credentialOf(careless))).rejects.toMatchObject({
    message: "The passkey was not accepted.",
  });
  await portal.close();
});
