import type { Reader } from "../kernel/index.ts";

/** The bucket, as the sweeper may use it: it deletes versions that it knows, and sees nothing. */
export interface Erasure {
  /** Deletes one version for good; done before is done. @throws Problem `unavailable` when S3 did not answer */
  erase(version: { readonly objectKey: string; readonly versionID: string }): Promise<void>;
}

/** What the sweeper's operations need, for one clinic. */
export interface UpkeepDeps {
  readonly reader: Reader;
  readonly erasure: Erasure;
}
