import type { SourceFile } from "../file.ts";
import type { SealedPart, Station } from "../station/index.ts";
import type { PreparedAttempt } from "./attempt.ts";
import { lanesOf, type Round } from "./round.ts";

/** A part, and the station in which it lies. */
export interface MadePart {
  readonly station: Station;
  readonly part: SealedPart;
}

/** Parts that are sealed while the server is still being told of their documents. */
export interface Ahead {
  /**
   * Begins with the first parts of files, as many as the stations hold. They keep their places until they are taken:
   * these files must be the first ones that are sent.
   */
  begin(first: readonly { readonly file: SourceFile; readonly attempt: PreparedAttempt }[]): void;
  /** @returns nothing for a part that was not begun, or was taken before */
  take(messageID: string, partNumber: number): Promise<MadePart> | undefined;
  /** Frees what nobody took. */
  drop(): void;
}

export function createAhead({
  stations,
  key,
  patience,
}: Pick<Round, "stations" | "key" | "patience">): Ahead {
  const begun = new Map<string, Promise<MadePart>>();
  let stop = new AbortController();
  const nameOf = (messageID: string, partNumber: number) => [messageID, partNumber].join("\n");

  async function make(station: Station, file: SourceFile, messageID: string, partNumber: number) {
    const signal = AbortSignal.any([patience.signal, stop.signal]);
    const part = await station.seal({ key, messageID, file, partNumber }, signal);
    return { station, part };
  }

  return {
    begin(first) {
      const free = lanesOf({ stations }).values();
      for (const { file, attempt } of first) {
        for (const { partNumber } of attempt.sealer.parts) {
          const { value: station } = free.next();
          if (station === undefined) return;
          const { messageID } = attempt.facts;
          const made = make(station, file, messageID, partNumber);
          // Whoever takes it is told of the failure; when nobody does, another one has ended the run.
          made.catch(() => undefined);
          begun.set(nameOf(messageID, partNumber), made);
        }
      }
    },
    take(messageID, partNumber) {
      const name = nameOf(messageID, partNumber);
      const made = begun.get(name);
      begun.delete(name);
      return made;
    },
    drop() {
      stop.abort();
      stop = new AbortController();
      for (const made of begun.values()) {
        made.then(({ station, part }) => station.drop(part.ref)).catch(() => undefined);
      }
      begun.clear();
    },
  };
}
