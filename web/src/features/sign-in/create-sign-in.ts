import { createDevice } from "@postern/client";
import { createSignal } from "solid-js";
import { call, startSession } from "../session/session.ts";
import { SIGN_IN_START, reduceSignIn, type SignInEvent } from "./machine.ts";
import { makeSignIn } from "./make-sign-in.ts";

/** Sign-in for a page: its state, who it is, its acts, and a way back to the first step. */
export function createSignIn() {
  const [state, setState] = createSignal(SIGN_IN_START);
  const [email, setEmail] = createSignal("");
  const send = (event: SignInEvent) => setState((present) => reduceSignIn(present, event));
  const acts = makeSignIn({ call, createDevice, startSession, send: (event) => void send(event) });
  return { state, email, setEmail, acts, restart: () => void send({ type: "restarted" }) };
}

export type SignInPage = ReturnType<typeof createSignIn>;
