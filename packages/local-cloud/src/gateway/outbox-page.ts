import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Mail } from "../outbox.ts";
import { sendProblem } from "./problem.ts";

const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 44rem; background: light-dark(#f6f3ec, #191c1b); color: light-dark(#1d2422, #eceae4); }
h1, h2 { line-height: 1.25; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.75rem; }
h2 { margin: 0 0 0.5rem; font-size: 1.25rem; }
a { color: light-dark(#14594d, #8ed1c1); display: inline-block; padding: 0.625rem 0; }
ol { list-style: none; margin: 1rem 0 0; padding: 0; }
li { border-top: 1px solid light-dark(#b9b2a3, #4b524f); padding: 1.25rem 0; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.125rem 1rem; margin: 0; }
dt { color: light-dark(#4d5653, #b8beba); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 0.75rem 0 0; padding: 0.75rem 1rem; font: 1rem/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; background: light-dark(#fffdf8, #242927); border-radius: 0.5rem; }
`;

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** A page of another name that leads to this machine must not read the codes in it. */
const ownHosts = /^(localhost|127\.0\.0\.1)(:\d+)?$/;

/** Serves the page of what would have been mailed. */
export function serveOutbox(
  request: IncomingMessage,
  response: ServerResponse,
  mails: readonly Mail[],
): void {
  if (!ownHosts.test(request.headers.host ?? "")) {
    sendProblem(response, 421, "Misdirected Request");
    return;
  }
  if (request.method !== "GET" && request.method !== "HEAD") {
    sendProblem(response, 405, "Method Not Allowed", { allow: "GET, HEAD" });
    return;
  }
  const page = outboxPage(mails);
  response.writeHead(200, { ...HEADERS, "content-length": Buffer.byteLength(page) });
  response.end(request.method === "HEAD" ? undefined : page);
}

/** The mails as a page without script, the newest first. */
export function outboxPage(mails: readonly Mail[]): string {
  const list =
    mails.length === 0
      ? "<p>There is no mail yet. A code to reset a password, for example, would appear here.</p>"
      : `<ol>${mails.toReversed().map(itemOf).join("")}</ol>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Outbox of the embedded cloud</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Outbox</h1>
<p>Mail on this page was not sent: nothing leaves this machine. On AWS, SES or Cognito would have sent it.</p>
<a href="">Look again</a>
${list}
</main>
</body>
</html>
`;
}

function itemOf({ subject, to, from, sentAtMs, text, html }: Mail): string {
  const sentAt = new Date(sentAtMs);
  const shown = sentAt.toLocaleString("en-US", { dateStyle: "medium", timeStyle: "long" });
  return `
<li><article>
<h2><bdi>${escape(subject === "" ? "(no subject)" : subject)}</bdi></h2>
<dl>
<dt>To</dt><dd>${to.map((address) => `<bdi>${escape(address)}</bdi>`).join(", ")}</dd>
<dt>From</dt><dd><bdi>${escape(from)}</bdi></dd>
<dt>Time</dt><dd><time datetime="${sentAt.toISOString()}">${escape(shown)}</time></dd>
</dl>
<pre dir="auto">${escape(text ?? html ?? "(empty)")}</pre>
</article></li>`;
}

/** Text as HTML shows it; what has no look of its own becomes a mark. */
function escape(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
