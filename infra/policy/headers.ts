/** A built file whose name holds a digest of its content, so that it can be kept for ever. */
const HASHED_FILE = /^\/assets\/.+-[\w-]{8,}\.[a-z0-9]+$/;

/**
 * The workers that read files of strangers: one draws what was sent, one looks at what is to be sent. The build names
 * them by their source files, `viewer-worker.ts` and `preparing-worker.ts`.
 */
const VIEWER_FILE = /^\/assets\/(viewer|preparing)-worker-[\w-]+\.js$/;

/**
 * A worker obeys the policy of its own file. These may run scripts of ours and decoders that are compiled ahead
 * (JBIG2 and JPEG 2000 in a PDF, HEIC), and reach nothing at all: no API, no bucket, no picture, no worker of their own.
 */
const VIEWER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

/** Features of the browser that no page of ours, and nothing it could be tricked into loading, may use. */
const FEATURES_OFF = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "clipboard-read",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

/** Taking photos of documents, signing in with a passkey, copying a receipt's number or a recovery code. */
const FEATURES_OWN = [
  "camera",
  "clipboard-write",
  "publickey-credentials-create",
  "publickey-credentials-get",
];

/**
 * The response headers of the portal's files, by served path (with its leading slash).
 *
 * @param options.bucketHost host of the document bucket, or its whole origin where it is not served by HTTPS.
 * @throws Error when `bucketHost` is not exactly one host: a wildcard would let script send documents to any bucket.
 */
export function portalHeaders(options: {
  readonly bucketHost: string;
}): (path: string) => Readonly<Record<string, string>> {
  const shared = {
    "Content-Security-Policy": contentSecurityPolicy(bucketOrigin(options.bucketHost)),
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": permissionsPolicy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    // Nothing foreign is embedded, and the bucket is called with CORS, so this forbids nothing that we do.
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
  return (path) => ({
    ...shared,
    ...(VIEWER_FILE.test(path) ? { "Content-Security-Policy": VIEWER_POLICY } : {}),
    "Cache-Control": cacheControl(path),
  });
}

/**
 * Workers obey the policy of their own file, so every file carries it. Trusted Types are not required: Solid's
 * compiled templates are set through `innerHTML`, and a policy that passes all of them would only look like one.
 */
function contentSecurityPolicy(bucket: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ${bucket}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function permissionsPolicy(): string {
  return [
    ...FEATURES_OWN.map((feature) => `${feature}=(self)`),
    ...FEATURES_OFF.map((feature) => `${feature}=()`),
  ].join(", ");
}

/** Pages are asked for again each time, so that a deployment reaches everyone; they hold nothing of anyone. */
function cacheControl(path: string): string {
  return HASHED_FILE.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
}

function bucketOrigin(host: string): string {
  const origin = host.includes("://") ? host : `https://${host}`;
  const isPlainLocal = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/.test(origin);
  const isSecure = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/.test(origin);
  if (!isPlainLocal && !isSecure) throw new Error(`not one bucket's host: ${host}`);
  return origin;
}
