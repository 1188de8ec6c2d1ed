/** Why a ceremony failed, as far as AWS tells failures apart. */
export type FaultKind = "data" | "challenge" | "origin" | "relyingParty" | "unsupported";

/** A passkey ceremony that must not count. */
export class CeremonyFault extends Error {
  override readonly name = "CeremonyFault";
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/**
 * Runs what decodes bytes of an authenticator.
 * @throws CeremonyFault of this kind where `run` throws a `RangeError`
 */
export function decoding<Value>(kind: FaultKind, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError || error instanceof SyntaxError)
      throw new CeremonyFault(kind, error.message, { cause: error });
    throw error;
  }
}
