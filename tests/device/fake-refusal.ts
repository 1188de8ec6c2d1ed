import type { Reply } from "./fake-server.ts";

/** A refusal of the API. */
export class Refusal extends Error {
  readonly reply: Reply;

  constructor(status: number, code: string) {
    super(code);
    this.reply = { status, body: { type: "about:blank", title: code, status, code } };
  }
}
