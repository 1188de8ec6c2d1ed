/** The part of a Worker that is needed to ask it. */
export interface AskedWorker<Request, Answer> {
  postMessage(request: Request, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface Question<Request, Answer> {
  /** @param id comes back with each answer to it */
  readonly request: (id: number) => Request;
  readonly transfer?: Transferable[] | undefined;
  /** Hears each answer and tells whether it is the last; when left out, there is one. */
  readonly isLast?: ((answer: Answer) => boolean) | undefined;
}

/** A worker that answers questions. */
export interface Asking<Request, Answer> {
  /** @returns the last answer. Rejects with why the worker was ended; never settles after `stop` */
  ask(question: Question<Request, Answer>): Promise<Answer>;
  /** Ends the worker: what was asked fails for this reason, and whatever is asked later. */
  end(why: Error): void;
  /** Whether the worker was ended and answers nothing any more. */
  isOver(): boolean;
  /** Ends the worker without a word to anyone. */
  stop(): void;
}

interface Waiting<Answer> {
  readonly hear: (answer: Answer) => void;
  readonly reject: (why: Error) => void;
}

/**
 * Matches a worker's answers to the questions.
 *
 * @param broken what to fail with when the worker's code does not come, or breaks
 */
export function makeAsking<Request, Answer extends { readonly id: number }>(
  worker: AskedWorker<Request, Answer>,
  broken: () => Error,
): Asking<Request, Answer> {
  const waiting = new Map<number, Waiting<Answer>>();
  let lastID = 0;
  let failure: Error | undefined;

  function end(why: Error): void {
    failure ??= why;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  }
  worker.onmessage = ({ data }) => waiting.get(data.id)?.hear(data);
  worker.onerror = () => end(broken());

  return {
    ask({ request, transfer = [], isLast = () => true }) {
      return new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        lastID += 1;
        const id = lastID;
        const hear = (answer: Answer): void => {
          if (!isLast(answer)) return;
          waiting.delete(id);
          resolve(answer);
        };
        waiting.set(id, { hear, reject });
        worker.postMessage(request(id), transfer);
      });
    },
    end,
    isOver: () => failure !== undefined,
    stop() {
      worker.terminate();
      waiting.clear();
    },
  };
}
