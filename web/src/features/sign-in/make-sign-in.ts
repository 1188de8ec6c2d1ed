import type { Device } from "@postern/client";
import { authRoutes, type SessionView, type SignInStage } from "@postern/contract";
import { TroubleError, troubleOf } from "../../lib/trouble.ts";
import type { call } from "../session/session.ts";
import type { SignInEvent } from "./machine.ts";

export interface SignInOptions {
  readonly call: typeof call;
  readonly createDevice: () => Promise<Device>;
  readonly startSession: (session: SessionView, device: Device) => Promise<void>;
  readonly send: (event: SignInEvent) => void;
}

/** The acts of sign-in. Each sends one event when it begins and one when the server has answered. */
export interface SignIn {
  password(email: string, password: string): Promise<void>;
  newPassword(password: string): Promise<void>;
  enrolTotp(code: string): Promise<void>;
  totp(code: string): Promise<void>;
}

/**
 * Makes the acts of sign-in. The device's key pair is made before the last factor is sent, since the session is bound
 * to it from its first moment.
 */
export function makeSignIn({ call: callServer, createDevice, startSession, send }: SignInOptions): SignIn {
  async function attempt(act: () => Promise<{ stage: SignInStage; device?: Device }>): Promise<void> {
    send({ type: "sent" });
    try {
      const { stage, device } = await act();
      if (stage.stage !== "done") return send({ type: "answered", stage });
      if (device === undefined) throw new TroubleError({ kind: "page", code: "no-device" });
      await startSession(stage.session, device);
    } catch (error) {
      send({ type: "failed", trouble: troubleOf(error) });
    }
  }

  async function lastFactor(route: typeof authRoutes.totp, code: string) {
    const device = await createDevice();
    return { stage: await callServer(route, { code, devicePublicKey: device.publicKey }), device };
  }

  return {
    password: (email, password) =>
      attempt(async () => ({ stage: await callServer(authRoutes.signIn, { email, password }) })),
    newPassword: (password) =>
      attempt(async () => ({ stage: await callServer(authRoutes.newPassword, { password }) })),
    enrolTotp: (code) => attempt(() => lastFactor(authRoutes.enrolTotp, code)),
    totp: (code) => attempt(() => lastFactor(authRoutes.totp, code)),
  };
}
