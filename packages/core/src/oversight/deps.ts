import type { Fields } from "../field/index.ts";
import type { Cursors, Reader } from "../kernel/index.ts";

export interface OversightDeps {
  readonly reader: Reader;
  readonly cursors: Cursors;
  readonly fields: () => Promise<Fields>;
}
