import { LIMITS, SESSION_SECONDS } from "@postern/contract";
import { host } from "./distribution.ts";
import { isProduction, kept, prefix } from "./place.ts";

const INVITATION_DAYS = 7;
/** The shortest that Cognito takes: tokens are verified and dropped at once. */
const TOKEN_MINUTES = 5;

/**
 * Who people are. Only administrators make people, and nobody signs in without a second factor. Passkeys are
 * configured but not yet a first factor: Cognito refuses that while a second one is required, unless
 * `FactorConfiguration` is `MULTI_FACTOR_WITH_USER_VERIFICATION`, which this provider's version cannot say.
 */
export const pool = new aws.cognito.UserPool(
  "People",
  {
    name: prefix,
    userPoolTier: "ESSENTIALS",
    deletionProtection: isProduction ? "ACTIVE" : "INACTIVE",
    usernameAttributes: ["email"],
    usernameConfiguration: { caseSensitive: false },
    adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    accountRecoverySetting: { recoveryMechanisms: [{ name: "admin_only", priority: 1 }] },
    mfaConfiguration: "ON",
    softwareTokenMfaConfiguration: { enabled: true },
    signInPolicy: { allowedFirstAuthFactors: ["PASSWORD"] },
    webAuthnConfiguration: { relyingPartyId: host, userVerification: "required" },
    passwordPolicy: {
      minimumLength: LIMITS.passwordLength,
      // Length counts; composition rules make passwords worse (NIST SP 800-63B-4 section 3.1.1.2).
      requireLowercase: false,
      requireNumbers: false,
      requireSymbols: false,
      requireUppercase: false,
      temporaryPasswordValidityDays: INVITATION_DAYS,
    },
  },
  kept,
);

/** The function `auth`, the only client: no browser speaks to Cognito, so there are no flows with redirects. */
export const client = new aws.cognito.UserPoolClient(
  "PortalClient",
  {
    name: "portal",
    userPoolId: pool.id,
    generateSecret: false,
    explicitAuthFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH"],
    allowedOauthFlowsUserPoolClient: false,
    supportedIdentityProviders: ["COGNITO"],
    preventUserExistenceErrors: "ENABLED",
    enableTokenRevocation: true,
    authSessionValidity: SESSION_SECONDS.challenge / 60,
    accessTokenValidity: TOKEN_MINUTES,
    idTokenValidity: TOKEN_MINUTES,
    refreshTokenValidity: 60,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "minutes" },
    readAttributes: ["email"],
    writeAttributes: ["email"],
  },
  kept,
);
