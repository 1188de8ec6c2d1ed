import { startLocalCloud, type LocalCloud, type PortalHandler } from "@postern/local-cloud";
import type { Names } from "../infra/policy/index.ts";
import { cachedFunctions, cachedPortal } from "./build-cache.ts";
import type { FunctionFiles } from "./bundle.ts";
import { tellStories } from "./demo-stories.ts";
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
  /** Default: the bundles of what the sources are now. */
  readonly files?: FunctionFiles;
  /** Receives what the functions print, line by line. */
  readonly logs?: (functionName: string, line: string) => void;
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
 * Builds what has changed, starts the embedded cloud and seeds it.
 * @throws Error with code `EADDRINUSE` when the port is taken; BuildFailure when something cannot be built
 */
export async function startDemoCloud(options: DemoCloudOptions = {}): Promise<DemoCloud> {
  Object.assign(process.env, QUIET);
  const files = options.files ?? (await cachedFunctions());
  const {
    origin,
    names,
    options: cloudOptions,
  } = topology({
    port: options.port ?? (await freePort()),
    files,
    secrets: drawSecrets(),
    ...(options.portal === true ? { portalDirectory: await cachedPortal() } : {}),
    ...(options.portalHandler === undefined ? {} : { portalHandler: options.portalHandler }),
    ...(options.logs === undefined ? {} : { logs: options.logs }),
  });
  const cloud = await startLocalCloud(cloudOptions);
  try {
    const demo = await seedDemo(cloud, names);
    if (options.stories === true) await tellStories({ ...demo, cloud, names });
    return { ...demo, cloud, names, origin, close: () => cloud.close() };
  } catch (error) {
    await cloud.close();
    throw error;
  }
}
