import type { SubmissionID } from "@postern/contract";
import { troubleOf, type Trouble } from "../../lib/trouble.ts";
import type { UploadEvent } from "./machine.ts";
import type { SendAnswer, SendRequest } from "./protocol.ts";
import type { SendingWorker } from "./sending-workers.ts";

export interface RunsOptions {
  readonly createWorker: () => SendingWorker;
  readonly send: (event: UploadEvent) => void;
  /** Makes this the only tab that sends a submission. @returns what lets it go; undefined when another tab has it */
  readonly claim: (submissionID: SubmissionID) => Promise<(() => void) | undefined>;
}

/** One run: its workers, and the claim on its submission. */
interface Run {
  worker?: SendingWorker;
  release?: (() => void) | undefined;
}

/** The runs of one sending, one at a time. */
export interface Runs {
  /** @param submissionID where it is known: no other tab may send it too */
  begin(
    submissionID: SubmissionID | undefined,
    request: () => SendRequest,
    hear: (answer: SendAnswer) => void,
  ): void;
  /** The submission of the present run is known now. */
  claim(submissionID: SubmissionID): void;
  /** Ends the present run; its late words are not heard. */
  stop(): void;
}

export function makeRuns({ createWorker, send, claim }: RunsOptions): Runs {
  let run: Run | undefined;

  function stop(): void {
    run?.worker?.terminate();
    run?.release?.();
    run = undefined;
  }

  /** @returns whether the run, which is still the present one, may send the submission */
  async function claimed(mine: Run, submissionID: SubmissionID): Promise<boolean> {
    let trouble: Trouble = { kind: "other-tab", code: "other-tab" };
    let release: Run["release"];
    try {
      release = await claim(submissionID);
    } catch (error) {
      trouble = troubleOf(error);
    }
    if (run !== mine) {
      release?.();
      return false;
    }
    mine.release = release;
    if (release !== undefined) return true;
    stop();
    send({ type: "failed", trouble });
    return false;
  }

  function work(mine: Run, request: SendRequest, hear: (answer: SendAnswer) => void): void {
    const worker = createWorker();
    mine.worker = worker;
    worker.onmessage = ({ data }) => {
      if (run === mine) hear(data);
    };
    worker.onerror = () => {
      if (run !== mine) return;
      stop();
      send({ type: "failed", trouble: { kind: "page", code: "worker" } });
    };
    worker.postMessage(request);
  }

  return {
    begin(submissionID, request, hear) {
      stop();
      const mine: Run = {};
      run = mine;
      if (submissionID === undefined) return work(mine, request(), hear);
      void claimed(mine, submissionID).then((isOurs) => isOurs && work(mine, request(), hear));
    },
    claim(submissionID) {
      if (run !== undefined) void claimed(run, submissionID);
    },
    stop,
  };
}
