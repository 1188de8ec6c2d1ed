import { connectBucket, connectDataKeys, createSender, createUploads, perTenant } from "@postern/core/aws";
import type { IntakeDeps } from "@postern/core/intake";
import { createCursors } from "@postern/core/kernel";
import { identifier } from "../http/identify.ts";
import { IntakeEnvironment, readEnvironment, secretBytes } from "./environment.ts";
import { fieldsOf } from "./fields.ts";
import { addressHasher, edgeOptions, ground } from "./http.ts";

export function bootIntake() {
  const environment = readEnvironment(IntakeEnvironment);
  const stand = ground(environment);
  const cursors = createCursors(secretBytes(environment.CURSOR_SECRET));
  const askToSettle = createSender(environment.SETTLE_QUEUE_URL);
  const fields = fieldsOf();
  const dataKeys = perTenant(({ credentials }) => connectDataKeys(credentials));
  const uploads = perTenant(({ credentials }) =>
    createUploads({
      s3: connectBucket(credentials),
      credentials,
      bucket: environment.DOCUMENTS_BUCKET,
      clock: stand.clock,
    }),
  );
  const identify = identifier<IntakeDeps>({
    stand,
    hash: addressHasher(environment.HASH_SECRET),
    depsOf: (tenant) => ({
      reader: tenant.database,
      dataKeys: dataKeys(tenant),
      documentsKeyARN: environment.DOCUMENTS_KEY_ARN,
      uploads: uploads(tenant),
      cursors,
      fields: fields(tenant),
      askToSettle,
    }),
  });
  return { edge: edgeOptions(environment, stand), identify };
}
