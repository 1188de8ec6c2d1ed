import { COUNT, FIXED, INDEX_KEY, KEY, PRIMARY, TEXT, TEXTS, Entity } from "../aws/index.ts";

const model = (entity: string) => ({ entity, version: "1" });
const session = { table: "session" };
const NUMBER = { ...COUNT, required: true, readOnly: true } as const;

export const PresessionRow = new Entity(
  {
    model: model("presession"),
    attributes: {
      ...KEY,
      stage: { type: ["new-password", "enrol-totp", "totp"] as const, required: true, readOnly: true },
      email: FIXED,
      username: FIXED,
      cognitoSession: FIXED,
      givenHash: TEXT,
      endsAt: FIXED,
      expiresAtSeconds: NUMBER,
    },
    indexes: { primary: PRIMARY },
  },
  session,
);

export const SessionRow = new Entity(
  {
    model: model("session"),
    attributes: {
      ...KEY,
      handle: FIXED,
      sub: FIXED,
      clinicID: FIXED,
      personID: FIXED,
      role: FIXED,
      factors: { ...TEXTS, readOnly: true },
      devicePublicKey: FIXED,
      browser: TEXT,
      system: TEXT,
      epoch: NUMBER,
      openedAt: FIXED,
      endsAt: FIXED,
      seenAt: { ...TEXT, required: true },
      provenAt: { ...TEXT, required: true },
      expiresAtSeconds: NUMBER,
      gsi1pk: INDEX_KEY,
      gsi1sk: INDEX_KEY,
    },
    indexes: {
      primary: PRIMARY,
      byUser: { index: "gsi1", pk: "gsi1pk", sk: "gsi1sk" },
    },
  },
  session,
);

export const ChallengeRow = new Entity(
  {
    model: model("challenge"),
    attributes: { ...KEY, challengedAt: FIXED, expiresAtSeconds: NUMBER },
    indexes: { primary: PRIMARY },
  },
  session,
);

export const CounterRow = new Entity(
  {
    model: model("counter"),
    attributes: { ...KEY, taken: COUNT, expiresAtSeconds: COUNT },
    indexes: { primary: PRIMARY },
  },
  { table: "limit" },
);
