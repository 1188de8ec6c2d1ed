export default $config({
  app(input) {
    return {
      name: "postern",
      home: "aws",
      removal: input.stage === "production" ? "retain" : "remove",
      protect: input.stage === "production",
      // CloudFront takes its certificate and its firewall from this Region only, so everything stands in it.
      providers: { aws: { region: "us-east-1" }, random: "4.16.6" },
    };
  },
  async run() {
    await import("./infra/place.ts");
    await import("./infra/roles.ts");
    await import("./infra/keys.ts");
    await import("./infra/tables.ts");
    await import("./infra/access-log-bucket.ts");
    await import("./infra/queues.ts");
    await import("./infra/log-groups.ts");
    await import("./infra/api.ts");
    await import("./infra/firewall.ts");
    const { origin } = await import("./infra/distribution.ts");
    await import("./infra/portal-bucket.ts");
    await import("./infra/portal-files.ts");
    const { pool } = await import("./infra/sign-in.ts");
    await import("./infra/whole.ts");
    await import("./infra/rights.ts");
    await import("./infra/document-bucket.ts");
    await import("./infra/audit-bucket.ts");
    await import("./infra/functions.ts");
    await import("./infra/schedules.ts");
    await import("./infra/trail.ts");
    await import("./infra/changes.ts");
    await import("./infra/backup.ts");
    await import("./infra/alarms.ts");
    await import("./infra/dashboard.ts");
    return { origin, userPoolID: pool.id };
  },
});
