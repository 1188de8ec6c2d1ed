import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in the bundles for the SDK's own chain of places where credentials may lie: Lambda gives a function its role's
 * in its environment, and nowhere else. What the others need (sign-in portals, files, metadata services) stays out.
 */
export const defaultProvider = fromEnv;
