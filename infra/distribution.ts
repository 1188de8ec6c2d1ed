import { CLINIC_HEADER } from "@postern/contract";
import { api } from "./api.ts";
import { certificateARN } from "./certificate.ts";
import { firewall } from "./firewall.ts";
import { names, prefix, region, settings } from "./place.ts";
import { headersPolicy } from "./portal-headers.ts";
import { secrets } from "./secrets.ts";

/** AWS's policy "CachingDisabled", the same in every account. */
const NOT_CACHED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const YEAR_SECONDS = 31_536_000;

const FILES = "files";
const FUNCTIONS = "functions";

const filesAccess = new aws.cloudfront.OriginAccessControl("PortalAccess", {
  name: prefix,
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
});

/** A page's address has no ending; its file is always the same one. */
const pages = new aws.cloudfront.Function("PortalPages", {
  name: `${prefix}-pages`,
  runtime: "cloudfront-js-2.0",
  code: `function handler(event) {
  var request = event.request;
  if (!/\\.[a-z0-9]+$/.test(request.uri)) request.uri = "/index.html";
  return request;
}`,
});

const asTheFileSays = new aws.cloudfront.CachePolicy("PortalCache", {
  name: `${prefix}-files`,
  minTtl: 0,
  defaultTtl: 0,
  maxTtl: YEAR_SECONDS,
  parametersInCacheKeyAndForwardedToOrigin: {
    cookiesConfig: { cookieBehavior: "none" },
    headersConfig: { headerBehavior: "none" },
    queryStringsConfig: { queryStringBehavior: "none" },
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  },
});

/** What a function hears of a request; `Host` must be the API's own. */
const toFunctions = new aws.cloudfront.OriginRequestPolicy("APIRequest", {
  name: `${prefix}-functions`,
  cookiesConfig: { cookieBehavior: "all" },
  queryStringsConfig: { queryStringBehavior: "all" },
  headersConfig: {
    headerBehavior: "whitelist",
    headers: { items: ["Origin", "User-Agent", CLINIC_HEADER, "CloudFront-Viewer-Address"] },
  },
});

const viewerProtocolPolicy = "https-only";

const files = {
  targetOriginId: FILES,
  viewerProtocolPolicy,
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
  compress: true,
  cachePolicyId: asTheFileSays.id,
};

/** For the workers that read files of strangers. */
const readers = headersPolicy("Viewer", "/assets/viewer-worker-00000000.js");

/** One origin for the portal and its API. */
export const distribution = new aws.cloudfront.Distribution("Portal", {
  comment: prefix,
  enabled: true,
  httpVersion: "http2and3",
  isIpv6Enabled: true,
  priceClass: "PriceClass_100",
  webAclId: firewall.arn,
  defaultRootObject: "index.html",
  aliases: settings.domain === undefined ? [] : [settings.domain.name],
  viewerCertificate:
    certificateARN === undefined
      ? { cloudfrontDefaultCertificate: true }
      : {
          acmCertificateArn: certificateARN,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  origins: [
    {
      originId: FILES,
      domainName: `${names.portalBucket.name}.s3.${region}.amazonaws.com`,
      originAccessControlId: filesAccess.id,
    },
    {
      originId: FUNCTIONS,
      domainName: api.apiEndpoint.apply((endpoint) => new URL(endpoint).host),
      customHeaders: [{ name: "postern-origin-secret", value: secrets.origin }],
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
      },
    },
  ],
  defaultCacheBehavior: {
    ...files,
    responseHeadersPolicyId: headersPolicy("Pages", "/").id,
    functionAssociations: [{ eventType: "viewer-request", functionArn: pages.arn }],
  },
  orderedCacheBehaviors: [
    {
      pathPattern: "/api/*",
      targetOriginId: FUNCTIONS,
      viewerProtocolPolicy,
      allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      cachePolicyId: NOT_CACHED,
      originRequestPolicyId: toFunctions.id,
    },
    ...["viewer", "preparing"].map((name) => ({
      ...files,
      pathPattern: `/assets/${name}-worker-*`,
      responseHeadersPolicyId: readers.id,
    })),
  ],
});

if (settings.domain !== undefined) {
  for (const type of ["A", "AAAA"]) {
    new aws.route53.Record(`Portal${type}`, {
      zoneId: settings.domain.hostedZoneID,
      name: settings.domain.name,
      type,
      aliases: [
        {
          name: distribution.domainName,
          zoneId: distribution.hostedZoneId,
          evaluateTargetHealth: false,
        },
      ],
    });
  }
}

/** The portal's host: its own domain, or the one that CloudFront gave it. */
export const host: $util.Output<string> =
  settings.domain === undefined ? distribution.domainName : $output(settings.domain.name);

/** The portal's origin, the only one that functions and the document bucket answer to. */
export const origin: $util.Output<string> = $interpolate`https://${host}`;
