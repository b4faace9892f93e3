/** What a file of migrations or seeds is about; a build hands it over without its module. */
export function defaultExportOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module
}
