/**
 * An object for fields by name: without a prototype. Given an index it would keep room for all those below it, 12 KB for `a[999]` and a hundred megabytes for
 * a form of such names; one that JSON.parse has made with this index has no more than it needs.
 *
 * @param onlyName the name that it is about to get, if it gets but one
 */
export function createFields<Value>(onlyName?: string): Record<string, Value> {
  const isIndex = onlyName !== undefined && /^\d{1,10}$/.test(onlyName)
  const fields: unknown = isIndex
    ? Object.setPrototypeOf(JSON.parse(`{"${onlyName}":0}`), null)
    : Object.create(null)
  return fields as Record<string, Value>
}
