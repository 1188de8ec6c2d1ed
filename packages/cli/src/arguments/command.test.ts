import { describe, expect, test } from "vitest";
import { parseCommand } from "./command.ts";
import { EXIT } from "../exit.ts";
import { helpText } from "../help.ts";

const SUBMISSION = `sub_${"0".repeat(26)}`;
const NEW = ["submit", "--kind", "images", "--location", "Main Street"];

test("a new submission, with what is left out filled in", () => {
  expect(parseCommand([...NEW, "a.png", "b.png"])).toEqual({
    name: "submit",
    target: { kind: "images", location: "Main Street", urgency: "routine" },
    files: ["a.png", "b.png"],
    waits: false,
    isJSON: false,
  });
});

test("the rest of a submission, which waits when a receipt is wanted", () => {
  const words = ["submit", "--resume", SUBMISSION, "--leave-out", "--receipt", "r.json", "--json", "a.png"];
  expect(parseCommand(words)).toMatchObject({
    target: { resume: SUBMISSION, leaveOut: "abandon" },
    receiptFile: "r.json",
    waits: true,
    isJSON: true,
  });
});

test("a file whose name begins like an option", () => {
  expect(parseCommand([...NEW, "--", "--kind"])).toMatchObject({ files: ["--kind"] });
  expect(parseCommand([...NEW, "--", "--help"])).toMatchObject({ files: ["--help"] });
});

test("a portal is reduced to its origin", () => {
  const command = parseCommand(["sign-in", "--portal", "https://Portal.example.org/sign-in?x#y"]);
  expect(command).toMatchObject({ portal: "https://portal.example.org" });
});

test.for([[[]], [["help"]], [["-h"]], [["--help"]]] as const)("help for %j", ([words]) => {
  expect(parseCommand(words)).toMatchObject({ name: "help" });
});

test("help for one command, wherever it is asked for", () => {
  expect(parseCommand(["submit", "--kind", "images", "--help"])).toEqual({ name: "help", topic: "submit" });
});

test("every command is in the general help, and has its own or none", () => {
  const commands = ["sign-in", "sign-out", "clinic", "submit", "status", "cancel", "receipt"];
  for (const name of commands) {
    expect(helpText()).toContain(`\n  ${name}`);
    expect(helpText(name)).toContain(`postern ${name}`);
  }
});

describe("wrong usage", () => {
  test.for([
    ["no such command", ["send"]],
    ["nothing to cancel", ["cancel"]],
    ["two to cancel", ["cancel", SUBMISSION, SUBMISSION]],
    ["an unknown option", ["status", "--all"]],
    ["a password as an option", ["sign-in", "--portal", "https://a.example.org", "--password", "x"]],
    ["a password as a word", ["sign-in", "--portal", "https://a.example.org", "x"]],
    ["no portal", ["sign-in"]],
    ["a portal without TLS", ["sign-in", "--portal", "http://a.example.org"]],
    ["a portal that is no address", ["sign-in", "--portal", "a.example.org"]],
    ["no files", NEW],
    ["no kind", ["submit", "--location", "Main Street", "a.png"]],
    ["no location", ["submit", "--kind", "images", "a.png"]],
    ["a kind that is none", ["submit", "--kind", "x-rays", "--location", "Main Street", "a.png"]],
    ["an urgency that is none", [...NEW, "--urgency", "now", "a.png"]],
    ["a note as an option", [...NEW, "--note", "left arm", "a.png"]],
    ["other facts for what was begun", ["submit", "--resume", SUBMISSION, "--kind", "images", "a.png"]],
    ["a policy of resuming for something new", [...NEW, "--send-changed", "a.png"]],
    ["a number instead of an id", ["status", "K7M2-4Q9R"]],
    ["two submissions", ["status", SUBMISSION, SUBMISSION]],
    ["a receipt of which nothing is wanted", ["receipt", "r.json"]],
    ["no receipt", ["receipt", "verify"]],
    [
      "keys from two places",
      ["receipt", "verify", "r.json", "--keys", "k", "--portal", "https://a.example.org"],
    ],
  ] as const)("%s", ([, words]) => {
    expect(() => parseCommand(words)).toThrow(expect.objectContaining({ exit: EXIT.usage }));
  });

  test("a portal on this machine may do without TLS", () => {
    for (const portal of ["http://localhost:4350", "http://127.0.0.1:4350", "http://[::1]:4350"])
      expect(parseCommand(["sign-in", "--portal", portal])).toMatchObject({ portal });
  });
});
