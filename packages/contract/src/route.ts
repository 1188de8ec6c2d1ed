import type * as z from "zod";

/** One call of the API. `:name` in the path takes the input's member of that name; the rest is body (POST) or query (GET). */
export interface Route<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly input: Input;
  readonly output: Output;
}

/** Keeps the schemas' types; adds nothing. */
export function route<Input extends z.ZodType, Output extends z.ZodType>(
  method: "GET" | "POST",
  path: string,
  input: Input,
  output: Output,
): Route<Input, Output> {
  return { method, path, input, output };
}

/** Names of the path's parameters, in order. */
export function pathParameters(path: string): readonly string[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] ?? "");
}
