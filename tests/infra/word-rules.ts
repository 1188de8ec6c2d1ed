import { at, ofType, texts, word, type Graph, type Value } from "./graph.ts";

/** Where names, tags and descriptions stand: AWS shows them in consoles, bills and logs. */
const SHOWN = [
  "name",
  "bucket",
  "key",
  "description",
  "comment",
  "tags",
  "tagsAll",
  "metricName",
  "dashboardName",
];

/** Words for what is known of a person. */
const OF_A_PERSON =
  /patient|birth|\bdob\b|\bssn\b|\bmrn\b|diagnos|medical|insur|surname|firstname|gender|@|phone|biops/i;

/** Arguments that are left over from before the deployment was known, or were never filled in. */
const UNFINISHED = /not-yet|undefined|\[object |toString|\[Output/;

/** Names, tags and variables that say something of a person; AWS asks for none of it in them. */
export function wordFaults(graph: Graph): string[] {
  return graph.resources.flatMap(({ type, name, inputs }) => {
    const shown: (Value | undefined)[] = SHOWN.map((member) => at(inputs, member));
    const words = [...shown, at(inputs, "environment")].flatMap((value) => texts(value));
    return [["", name] as const, ...words]
      .filter(([, word]) => OF_A_PERSON.test(word))
      .map(([, word]) => `${type} ${name}: ${word}`);
  });
}

/** Texts that are no value yet. */
export function unfinishedFaults(graph: Graph): string[] {
  return graph.resources.flatMap(({ type, name, inputs }) =>
    texts(inputs)
      .filter(([, word]) => UNFINISHED.test(word))
      .map(([path]) => `${type} ${name} ${path}`),
  );
}

/** Secrets among the variables of a function that has no key of ours for them. */
export function secretFaults(graph: Graph): string[] {
  return ofType(graph, "aws:lambda/function:Function").flatMap(({ name, inputs }) => {
    const variables = Object.keys((at(inputs, "environment.variables") as object | undefined) ?? {});
    const hasSecret = variables.some((variable) => variable.endsWith("_SECRET"));
    const hasKey = word(inputs, "kmsKeyArn").includes(":key/");
    return hasSecret && !hasKey ? [`${name} has secrets without a key`] : [];
  });
}
