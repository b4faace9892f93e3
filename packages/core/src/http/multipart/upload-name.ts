/**
 * Whether PHP takes a file of this name: texts with unbalanced brackets get a name that is repaired, files with one are dropped.
 */
export function isUploadName(name: string): boolean {
  return /^[^[\]]*(\[[^[\]]*\])*$/.test(name)
}
