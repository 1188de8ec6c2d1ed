import type { PolicyStatement, Principal } from "../aws/principal.ts";
import type { Effect } from "./condition.ts";
import { roleArn } from "./request-context.ts";

/** `account`: named only through its account. */
export type PrincipalMatch = "direct" | "account" | "none";

/**
 * Compiles a statement's `Principal`; a statement without one (identity policy) is about its holder.
 * Source: "AWS JSON policy elements: Principal" in the IAM user guide.
 * @throws Error on a partial wildcard or a principal of a kind that is not emulated.
 */
export function compilePrincipals(
  element: PolicyStatement["Principal"],
  effect: Effect,
  account: string,
): (principal: Principal) => PrincipalMatch {
  if (element === undefined) return () => "direct";
  const { aws, services } = readElement(element);
  const isAnyone = aws.includes("*");
  const isAccount = aws.includes(account) || aws.includes(`arn:aws:iam::${account}:root`);

  return (principal) => {
    if (principal.kind === "service") {
      // "*" forbids services too; but a service is let in only by its name.
      return services.includes(principal.arn) || (isAnyone && effect === "Deny") ? "direct" : "none";
    }
    if (isAnyone || aws.includes(principal.arn)) return "direct";
    if (principal.role !== undefined && aws.includes(roleArn(account, principal.role))) return "direct";
    return isAccount ? "account" : "none";
  };
}

function readElement(element: NonNullable<PolicyStatement["Principal"]>): {
  readonly aws: readonly string[];
  readonly services: readonly string[];
} {
  if (element === "*") return { aws: ["*"], services: [] };
  const unknown = Object.keys(element).find((kind) => kind !== "AWS" && kind !== "Service");
  if (unknown !== undefined) throw new Error(`principal of this kind is not emulated: ${unknown}`);
  const aws = list(element.AWS);
  const services = list(element.Service);
  const malformed = aws.find((each) => !/^(\*|\d{12}|arn:aws:(iam|sts)::\d{12}:[^*?]+)$/.test(each));
  if (malformed !== undefined) throw new Error(`principal is malformed: ${malformed}`);
  if (services.some((each) => !/^[a-z0-9.-]+$/.test(each))) throw new Error("service principal is malformed");
  if (aws.length + services.length === 0) throw new Error("a Principal names nobody");
  return { aws, services };
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
