export const EN = {
  password: "Your password",
  passwordMissing: "Type your password.",
  code: "Code from your app",
  codeHint: "6 digits. Each code works once: if you just signed in, wait for the next one.",
  codeMissing: "Type the 6 digits that your app shows now.",
  cancel: "Cancel",
  refused: "That did not work. Check your password and wait for the next code, then try again.",
  tooManyTries: "Too many tries. Nothing left the portal. Wait a little, then try again.",
  usedUp: "That took too long, so we ask once more. Nothing left the portal.",
  nothingLeft: "Nothing left the portal.",
};
