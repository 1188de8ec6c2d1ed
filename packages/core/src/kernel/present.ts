type Present<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

/** The object without its undefined members, which tables and strict types do not take. */
export function present<T extends object>(object: T): Present<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Present<T>;
}
