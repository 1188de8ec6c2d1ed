const GENERAL = `Usage: postern COMMAND

  sign-in --portal URL     sign in with password and code; the session is kept on this machine
  sign-out                 end the session
  clinic                   what can be said to the clinic: locations, kinds, services
  submit FILE...           seal files and send them
  status [SUBMISSION]      what became of what was sent
  cancel SUBMISSION        give up what was begun and not handed in
  receipt verify FILE      whether the clinic signed a receipt
  help [COMMAND]           more about one of them

Every command takes --session FILE (where the session is kept) and --json (answers for a program).

Exit codes: 0 done, 1 failed for now, 2 wrong usage, 3 not signed in, 4 refused, 5 not found, 130 stopped.`;

const TOPICS: Readonly<Record<string, string>> = {
  "sign-in": `Usage: postern sign-in --portal URL [--session FILE]

Asks for e-mail, password and the code of your authenticator app. Neither can be given as an option: what is typed
after a command shows in the system's list of processes. The session file opens your account until the session ends:
nobody else may read it.`,
  "sign-out": "Usage: postern sign-out [--session FILE]",
  clinic: "Usage: postern clinic [--json]",
  submit: `Usage: postern submit --kind KIND --location LOCATION [options] FILE...
       postern submit --resume SUBMISSION [options] FILE...

Files are sent byte for byte: the place and the device stay in photos.

  --kind KIND              what it is; see: postern clinic
  --location LOCATION      name or id
  --service SERVICE        see: postern clinic
  --urgency URGENCY        routine (default), soon or urgent
  --language LANGUAGE      in which you want an answer: en (default) or es
  --note-file FILE         a note for the care team, sealed with the files
  --patient-file FILE      whom a practice writes about, sealed too: JSON of displayName, birthDate (YYYY-MM-DD), and
                           if you like phone and recordNumber
  --wait                   stay until the care team has it
  --receipt FILE           stay, and keep the clinic's signed receipt here
  --json                   one line of JSON for each event, and a last one

  --resume SUBMISSION      go on with one that was cut off; name the same files, and note and patient again
  --send-changed           with --resume: send a file that has changed since as it is now
  --leave-out              with --resume: give up what was begun and is not named now`,
  status: "Usage: postern status [SUBMISSION] [--json]",
  cancel: `Usage: postern cancel SUBMISSION [--json]

Nothing of it goes to the care team, and what came in is deleted. What was handed in before cannot be cancelled.`,
  receipt: `Usage: postern receipt verify FILE [--keys FILE | --portal URL] [--json]

  --keys FILE              public keys that you have kept; nothing then leaves this machine. Keys that came along with
                           the receipt prove nothing
  --portal URL             asks this portal for its keys; default: the one that you are signed in to`,
};

/** How a command is given. @param topic a command; all of them when it is none */
export function helpText(topic?: string): string {
  return TOPICS[topic ?? ""] ?? GENERAL;
}
