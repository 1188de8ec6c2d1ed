import { kept } from "./place.ts";

/**
 * What the functions share is drawn once and kept, encrypted, in SST's state: nobody thinks one up, types it or
 * stores it elsewhere. The functions read it from their variables, which Lambda encrypts with the key `settings`. A
 * store of secrets would put a call, a right and a failure before each cold start, and hide nothing more: whoever may
 * run code as a function has its variables and its rights alike.
 */
function draw(title: string): $util.Output<string> {
  return new random.RandomBytes(title, { length: 32 }, kept).hex;
}

export const secrets = {
  /** The edge adds it to each request. */
  origin: draw("OriginSecret"),
  /** Seals cursors. */
  cursor: draw("CursorSecret"),
  /** Salts addresses. Another one would make old audit rows and new ones strangers. */
  hash: draw("HashSecret"),
};
