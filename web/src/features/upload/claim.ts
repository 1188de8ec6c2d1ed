import type { SubmissionID } from "@postern/contract";

/** Claims that this tab has let go: the browser takes a moment to hear of it. */
const ending = new Map<string, Promise<unknown>>();

/**
 * Makes this tab the only one of this browser that sends a submission, for as long as the tab lives or until it lets go.
 *
 * @returns what lets it go; undefined when another tab has it
 */
export async function claimSubmission(submissionID: SubmissionID): Promise<(() => void) | undefined> {
  const name = `postern-sending ${submissionID}`;
  await ending.get(name);
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(undefined);
      return new Promise<void>((release) =>
        resolve(() => {
          ending.set(name, held);
          release();
        }),
      );
    });
    held.catch(reject);
  });
}
