/**
 * What kind of error it is, for people: the name that it gives itself, or that of its class. A bundler numbers classes of one name
 * (`DatabaseError2`), which is nobody's business.
 */
export function errorKind(error: Error): string {
  if (!/^error$/i.test(error.name)) return error.name
  return error.constructor.name.replace(/Error\d+$/, 'Error') || error.name
}
