import * as contract from "@postern/contract";
import { PROBLEM_STATUS, pathParameters, type Route } from "@postern/contract";
import * as z from "zod";

type Schema = Readonly<Record<string, unknown>>;

/** The routes of each function, by the function's name. */
export const ROUTERS: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  auth: contract.authRoutes,
  intake: contract.intakeRoutes,
  keys: contract.keysRoutes,
  review: contract.reviewRoutes,
  admin: contract.adminRoutes,
};

/** Calls of someone who is not signed in yet, or no longer. */
const SECURITY: Readonly<Record<string, { readonly security: readonly object[] }>> = {
  "auth.signIn": { security: [] },
  "auth.newPassword": { security: [{ step: [] }] },
  "auth.enrolTotp": { security: [{ step: [] }] },
  "auth.totp": { security: [{ step: [] }] },
  "auth.session": { security: [{}, { session: [] }] },
  "auth.signOut": { security: [{}, { session: [] }] },
};

/**
 * Every schema that the contract names, so that the description can point to it instead of repeating it; but for whole
 * inputs, which are taken apart into path, query and body.
 */
function namedSchemas() {
  const named = z.registry<{ id: string }>();
  const inputs = new Set(
    Object.values(ROUTERS).flatMap((routes) => Object.values(routes).map(({ input }) => input)),
  );
  for (const [id, value] of Object.entries(contract)) {
    if (value instanceof z.ZodType && !inputs.has(value)) named.add(value, { id });
  }
  return named;
}

/**
 * The API as OpenAPI 3.1 describes one, made from the schemas that the functions check with. Each router is a tag;
 * an operation's id is the router's and the route's name.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function openapiDocument(version: string): object {
  const named = namedSchemas();
  const components: Record<string, unknown> = {};
  const describe = (schema: z.ZodType, io: "input" | "output"): Schema => {
    const { $schema: _dialect, $defs, ...described } = z.toJSONSchema(schema, { metadata: named, io });
    Object.assign(components, hoisted($defs ?? {}));
    return hoisted(described);
  };
  describe(contract.ProblemBody, "output");
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [router, routes] of Object.entries(ROUTERS)) {
    for (const [name, route] of Object.entries(routes)) {
      const path = route.path.replace(/:([A-Za-z]+)/g, "{$1}");
      paths[path] = {
        ...paths[path],
        [route.method.toLowerCase()]: {
          operationId: `${router}.${name}`,
          summary: inWords(name),
          tags: [router],
          ...SECURITY[`${router}.${name}`],
          ...request(route, describe(route.input, "input")),
          responses: {
            200: answer("What was asked for.", "application/json", describe(route.output, "output")),
            "4XX": { $ref: "#/components/responses/Problem" },
            "5XX": { $ref: "#/components/responses/Problem" },
          },
        },
      };
    }
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Postern",
      version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "The portal's own API, behind one origin. A session is a cookie of this origin alone; calls that change " +
        "something must come from it. Answers are never cached.",
    },
    servers: [{ url: "/" }],
    security: [{ session: [] }],
    tags: Object.keys(ROUTERS).map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "__Host-session" },
        step: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-pre",
          description: "Between two steps of a sign-in, good once.",
        },
      },
      responses: {
        Problem: answer(
          `A problem, as RFC 9457 has it. Statuses: ${Object.values(PROBLEM_STATUS).join(", ")}.`,
          "application/problem+json",
          { $ref: "#/components/schemas/ProblemBody" },
        ),
      },
      schemas: Object.fromEntries(Object.entries(components).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

/** `readSubmission` as "Read submission". */
function inWords(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, (_all, end: string, start: string) => `${end} ${start}`)
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What stands in the path, then the rest: in the query of a GET, in the body of a POST. */
function request({ method, path }: Route, schema: Schema): object {
  const properties = { ...(schema["properties"] as Readonly<Record<string, Schema>> | undefined) };
  const required = (schema["required"] as readonly string[] | undefined) ?? [];
  const inPath = pathParameters(path);
  const parameter = (name: string, place: "path" | "query") => ({
    name,
    in: place,
    required: required.includes(name),
    schema: properties[name],
  });
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const parameters = [
    ...inPath.map((name) => parameter(name, "path")),
    ...(method === "GET" ? rest.map((name) => parameter(name, "query")) : []),
  ];
  const body = {
    ...schema,
    properties: Object.fromEntries(rest.map((name) => [name, properties[name]])),
    required: required.filter((name) => rest.includes(name)),
  };
  return {
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(method === "GET"
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
  };
}

function answer(description: string, type: string, schema: Schema): object {
  return { description, content: { [type]: { schema } } };
}

/** JSON Schema keeps what it names beside each schema, OpenAPI keeps it in one place for all. */
function hoisted<Value extends object>(value: Value): Value {
  const text = JSON.stringify(value, (key, inner: unknown) =>
    key === "id" && typeof inner === "string" ? undefined : inner,
  );
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as Value;
}
