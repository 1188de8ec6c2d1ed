import {
  startLocalCloud,
  type Clock,
  type FaultOptions,
  type LocalCloud,
  type LocalCloudOptions,
  type Place,
  type PortalHandler,
} from "@postern/local-cloud";
import type { Names } from "../infra/policy/index.ts";
import { cachedFunctions, cachedPortal } from "./build-cache.ts";
import type { FunctionFiles } from "./bundle.ts";
import { tellStories } from "./demo-stories.ts";
import { keptSecrets } from "./demo/keeping.ts";
import { freePort } from "./port.ts";
import { seedDemo, type Demo } from "./seed.ts";
import { drawSecrets, QUIET, topology } from "./topology.ts";

export interface DemoCloudOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Serves the portal's files, too; built first when they have changed. Default false. */
  readonly portal?: boolean;
  /** Serves the portal instead, while it is being worked on. */
  readonly portalHandler?: PortalHandler;
  /** Lets the people have sent and decided something in the days before. Default false. */
  readonly stories?: boolean;
  /** Where everything is kept from one start to the next; when left out, nothing is. */
  readonly directory?: Place;
  /** Lets the clock call functions by itself, so that what is late or over is seen to. Default false. */
  readonly runsSchedules?: boolean;
  /** What goes wrong from then on, when the demonstration is there. Default: nothing. */
  readonly faults?: FaultOptions;
  /** By which AWS judges signatures and lets things end; the functions keep the system's. Default: the system's. */
  readonly clock?: Clock;
  /** Default: the bundles of what the sources are now. */
  readonly files?: FunctionFiles;
  /** Receives what the functions print, line by line. */
  readonly logs?: (functionName: string, line: string) => void;
  /** Makes other rights of those that are deployed, so that a test can see what they are good for. */
  readonly withRoles?: (roles: LocalCloudOptions["roles"]) => LocalCloudOptions["roles"];
}

/** The embedded cloud with the demonstration in it. */
export interface DemoCloud extends Demo {
  readonly cloud: LocalCloud;
  readonly names: Names;
  /** Address of the portal and its API. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Builds what has changed, starts the embedded cloud and seeds it, unless it keeps the demonstration already.
 * @throws Error with code `EADDRINUSE` when the port is taken, and when another process uses the directory or what it keeps
 * is damaged; BuildFailure when something cannot be built
 */
export async function startDemoCloud(options: DemoCloudOptions = {}): Promise<DemoCloud> {
  Object.assign(process.env, QUIET);
  const { directory } = options;
  const files = options.files ?? (await cachedFunctions());
  const {
    origin,
    names,
    options: deployed,
  } = topology({
    port: options.port ?? (await freePort()),
    files,
    secrets: directory === undefined ? drawSecrets() : await keptSecrets(directory.path),
    ...(options.portal === true ? { portalDirectory: await cachedPortal() } : {}),
    ...(options.portalHandler === undefined ? {} : { portalHandler: options.portalHandler }),
    ...(options.runsSchedules === undefined ? {} : { runsSchedules: options.runsSchedules }),
    ...(options.logs === undefined ? {} : { logs: options.logs }),
  });
  const { clock, withRoles } = options;
  const cloudOptions = {
    ...deployed,
    ...(clock === undefined ? {} : { clock }),
    ...(withRoles === undefined ? {} : { roles: withRoles(deployed.roles) }),
  };
  const kept = directory === undefined ? undefined : await startKept(cloudOptions, directory);
  const cloud = kept?.cloud ?? (await startLocalCloud(cloudOptions));
  try {
    const demo = kept?.demo ?? (await seedDemo(cloud, names));
    if (kept?.demo === undefined) {
      if (options.stories === true) await tellStories({ ...demo, cloud, names });
      cloud.note(DEMO, demo);
    }
    if (options.faults !== undefined) cloud.injectFaults(options.faults);
    return { ...demo, cloud, names, origin, close: () => cloud.close() };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

/** Under this name the cloud keeps who is who, once everything is there. */
export const DEMO = "demo";

/** Starts on a directory; anew when whoever began it was ended before everything was there. */
async function startKept(
  options: LocalCloudOptions,
  directory: Place,
): Promise<{ readonly cloud: LocalCloud; readonly demo: Demo | undefined }> {
  const cloud = await startLocalCloud({ ...options, directory });
  const demo = cloud.noted(DEMO) as Demo | undefined;
  if (demo !== undefined || directory.isFresh === true) return { cloud, demo };
  await cloud.close();
  return { cloud: await startLocalCloud({ ...options, directory: { ...directory, isFresh: true } }), demo };
}
