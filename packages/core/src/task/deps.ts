import type { Fields } from "../field/index.ts";
import type { Cursors, Reader } from "../kernel/index.ts";

/** What the care team's operations need, for one clinic. */
export interface TaskDeps {
  readonly reader: Reader;
  readonly cursors: Cursors;
  readonly fields: () => Promise<Fields>;
}
