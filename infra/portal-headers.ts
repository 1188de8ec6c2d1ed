import { names, prefix } from "./place.ts";
import { portalHeaders } from "./policy/index.ts";

/** The headers of each file of the portal, by served path. */
export const headersOf = portalHeaders({ bucketHost: names.documentBucketHost });

/** CloudFront has a place of its own for these; the others are custom headers. `Cache-Control` is the file's own. */
const PLACED = [
  "Content-Security-Policy",
  "Strict-Transport-Security",
  "X-Content-Type-Options",
  "Referrer-Policy",
  "Cache-Control",
];

/** The policy that adds the headers of the files like `path`. */
export function headersPolicy(title: string, path: string): aws.cloudfront.ResponseHeadersPolicy {
  const headers = headersOf(path);
  const custom = Object.entries(headers).filter(([name]) => !PLACED.includes(name));
  const override = true;
  return new aws.cloudfront.ResponseHeadersPolicy(`${title}Headers`, {
    name: `${prefix}-${title}`,
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy: headers["Content-Security-Policy"], override },
      strictTransportSecurity: { ...transport(headers["Strict-Transport-Security"]), override },
      contentTypeOptions: { override },
      referrerPolicy: { referrerPolicy: headers["Referrer-Policy"], override },
    },
    customHeadersConfig: { items: custom.map(([header, value]) => ({ header, value, override })) },
  });
}

function transport(value: string) {
  return {
    accessControlMaxAgeSec: Number(/max-age=(\d+)/.exec(value)?.[1]),
    includeSubdomains: value.includes("includeSubDomains"),
    preload: value.includes("preload"),
  };
}
