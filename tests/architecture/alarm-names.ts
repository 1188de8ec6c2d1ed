import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { build, type Plugin } from "esbuild";
import { root } from "./repository.ts";

/** What `infra/alarms.ts` takes from its neighbours, none of which can be made without AWS. */
const NEIGHBOURS = `
  import { title } from ${JSON.stringify(join(root, "tests/infra/stage-names.ts"))};
  export { title };
  const any = new Proxy(() => any, { get: (_, name) => (name === Symbol.toPrimitive ? () => "" : any) });
  export const [api, apiStage, distribution, functions, functionLogs] = Array(5).fill(any);
  export const [changeLogs, changeRule] = Array(2).fill(any);
  export const [keysOfServices, names, settings] = Array(3).fill(any);
  export const prefix = "";`;

const standIns: Plugin = {
  name: "stand-ins",
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/[a-z-]+\.ts$/ }, ({ importer, path }) =>
      importer.endsWith("infra/alarms.ts") ? { path, namespace: "stand-in" } : undefined,
    );
    bundler.onLoad({ filter: /.*/, namespace: "stand-in" }, () => ({
      contents: NEIGHBOURS,
      resolveDir: root,
    }));
  },
};

/** Names of the alarms that `infra/alarms.ts` makes, without the deployment's prefix: it is run, not read. */
export async function alarmNames(): Promise<string[]> {
  const built = await build({
    entryPoints: [join(root, "infra/alarms.ts")],
    bundle: true,
    format: "iife",
    write: false,
    plugins: [standIns],
  });
  const found: string[] = [];
  class Made {
    readonly arn = { apply: () => "" };
  }
  class MetricAlarm {
    constructor(_: string, { name }: { readonly name: string }) {
      found.push(name.replace(/^-/, ""));
    }
  }
  runInNewContext(built.outputFiles[0]?.text ?? "", {
    $app: { stage: "" },
    $jsonStringify: () => "",
    aws: {
      sns: { Topic: Made, TopicPolicy: Made, TopicSubscription: Made },
      cloudwatch: { MetricAlarm, LogMetricFilter: Made },
    },
  });
  return found.sort();
}
