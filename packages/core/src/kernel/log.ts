/** The only members that a log line may have: ids, codes and sizes, never content, names, addresses or tokens. */
export interface LogFields {
  readonly requestID?: string;
  readonly action?: string;
  readonly code?: string;
  readonly status?: number;
  readonly clinicID?: string;
  readonly submissionID?: string;
  readonly documentID?: string;
  readonly durationMs?: number;
  /** The class of an unexpected error; its message stays out, for it may quote what was sent. */
  readonly errorName?: string;
  /** Where an unexpected error was thrown: functions and lines of our bundle. */
  readonly errorAt?: string;
  readonly messageID?: string;
}

const ALLOWED: readonly (keyof LogFields)[] = [
  "requestID",
  "action",
  "code",
  "status",
  "clinicID",
  "submissionID",
  "documentID",
  "durationMs",
  "errorName",
  "errorAt",
  "messageID",
];

export type Level = "info" | "warn" | "error";
export type Log = (level: Level, event: string, fields?: LogFields) => void;

/** Writes one JSON line per event. Members that are not on the list are dropped, whatever the types say. */
export function createLog(write: (line: string) => void): Log {
  return (level, event, fields = {}) => {
    const kept = Object.fromEntries(
      ALLOWED.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
    );
    write(JSON.stringify({ level, event, ...kept }));
  };
}

/** What may be said of an unexpected error. */
export function errorFields(error: unknown): Pick<LogFields, "errorName" | "errorAt"> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const at = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { errorName: error.name, errorAt: at.slice(0, 6).join(" ").replace(/\s+/g, " ") };
}
