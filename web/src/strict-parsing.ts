/**
 * The schemas' parser probes whether it may compile code. The content security policy forbids that and would report
 * each probe, so it is told beforehand. Must be imported before anything that holds a schema.
 */
const settings = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
settings.__zod_globalConfig = { ...settings.__zod_globalConfig, jitless: true };
