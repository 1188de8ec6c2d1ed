import { describe, expect, it } from "vitest";
import { describeStages, graphOf, isInstalled } from "./each-stage.ts";
import type { Graph } from "./graph.ts";
import { idleAgreements, readAllowed, serviceFaults } from "./service-rules.ts";

const allowed = readAllowed();

describeStages("every resource", (graph) => {
  it("is of a service that may hold what is a patient's, or that never does", () => {
    expect(serviceFaults(graph, allowed)).toEqual([]);
  });
});

describe("the gate", () => {
  const only = (type: string): Graph => ({
    app: { name: "postern", stage: "dev", removal: "remove", protect: false },
    region: "us-east-1",
    account: "123456789012",
    resources: [
      {
        type,
        name: "A",
        urn: "a",
        custom: true,
        protect: false,
        retainOnDelete: false,
        dependencies: [],
        inputs: {},
      },
    ],
  });

  it("closes for a service that it does not know", () => {
    expect(serviceFaults(only("aws:chime/voiceConnector:VoiceConnector"), allowed)).toHaveLength(1);
    expect(serviceFaults(only("cloudflare:index/worker:Worker"), allowed)).toHaveLength(1);
  });

  it("closes for a service that has left the list", () => {
    const without = { ...allowed, eligible: allowed.eligible.filter((name) => !name.includes("Cognito")) };
    expect(serviceFaults(only("aws:cognito/userPool:UserPool"), allowed)).toEqual([]);
    expect(serviceFaults(only("aws:cognito/userPool:UserPool"), without)).toHaveLength(1);
  });

  it("closes for a vendor who holds what is a patient's and has signed nothing", () => {
    const unsigned = { ...allowed, agreed: allowed.agreed.map((entry) => ({ ...entry, holdsPHI: true })) };
    expect(serviceFaults(only("aws:iam/role:Role"), allowed)).toEqual([]);
    expect(serviceFaults(only("aws:iam/role:Role"), unsigned)).toHaveLength(1);
  });

  it.runIf(isInstalled)("has no agreement that nothing needs", () => {
    expect(idleAgreements([graphOf("dev"), graphOf("production")], allowed)).toEqual([]);
  });
});
