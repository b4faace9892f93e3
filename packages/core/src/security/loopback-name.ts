/** A name or an address by which a machine speaks to itself. */
export function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || name.startsWith('127.')
}
