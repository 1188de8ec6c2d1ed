import type { Fault } from "./machine.ts";

/** What went wrong: first what is so, then what to do. */
const faults: Readonly<Record<Exclude<Fault["name"], "other">, string>> = {
  "sign-in-failed": "That email and password did not work together. Check both, then try again.",
  "code-wrong": "That code did not work. Wait for the next one, then try again.",
  "code-used": "That code was used already. Each one works once: wait for the next one, then try again.",
  "sign-in-expired": "That took too long, so we shut the door again. Start over with your password.",
  "password-weak": "That password is too easy to guess, or too short. Choose a longer one.",
  "too-many-tries": "Too many tries. Wait a little, then try again. Each wrong try makes the wait longer.",
  "password-given": "That is the one you were given. Choose another: whoever gave it to you knows it.",
  "no-clinic": "You have no place in a clinic here yet. Call the clinic: they can let you in.",
};

/** Words of the gate. */
export const EN = {
  faults,
  title: "Sign in",
  lede: "See what you sent and where it is. Staff sign in here too.",
  email: "Email",
  emailMissing: "Type your email address, such as name@example.org.",
  password: "Password",
  passwordMissing: "Type your password.",
  showPassword: "Show password",
  signIn: "Sign in",
  newTitle: "Choose your own password",
  newLede: "The one you were given works only once.",
  newPassword: "New password",
  newRule: (length: number) =>
    `At least ${length} characters. A few words in a row are easy to keep in mind and hard to guess.`,
  newShort: (length: number) => `That is too short. Use at least ${length} characters.`,
  savePassword: "Save the password",
  totpTitle: "Enter your 6-digit code",
  totpLede: "Open your codes app on your phone. Look for “Postern”.",
  code: "Code from your app",
  codeHint: "You can paste it. It changes every 30 seconds.",
  codeMissing: "Type the 6 digits that your app shows now.",
  continue: "Continue",
  enrolTitle: "Set up your second step",
  enrolLede: "A codes app on your phone proves it is you. It takes about 2 minutes.",
  enrolApp: "Get a codes app",
  enrolAppText:
    "Any one will do: the Passwords app on iPhone, Google Authenticator, or another that you trust.",
  enrolScan: "Scan this square",
  enrolScanText: "In the app, choose “Add” and point the camera here.",
  qr: "QR code that adds Postern to a codes app. The same key is written below.",
  enrolTyped: "On your phone now, or cannot scan?",
  enrolTypedText: "Type or paste this key in the app. Capitals do not matter.",
  copy: "Copy",
  copyKey: "Copy the key",
  copied: "Copied",
  copyFailed: "This browser does not let us copy. Type the key instead.",
  enrolCode: "Type the code it shows",
  enrolCodeLabel: "6-digit code from the app",
  checkCode: "Check the code",
  back: "Back to sign in",
  say: {
    password: "A small private door to your care team.",
    "new-password": "A key that only you know.",
    "enrol-totp": "Two keys for one door: something you know, something you hold.",
    totp: "The second step keeps the door shut for everyone but you.",
  },
  about: "About Postern",
};
