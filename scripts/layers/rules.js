/**
 * The direction of imports, in the order in which a request walks through the packages. A package may import what
 * its line names; under `src/vanillin/`, where a package meets the framework, what `inBridge` names as well.
 *
 * @typedef {object} Layer
 * @property {string[]} imports
 * @property {string[]} [inBridge]
 * @property {boolean} [isBundled] its build takes development dependencies into `dist`
 * @property {boolean} [hasOrderedFolders] no two folders of `src` need each other at run time
 */

/** @type {Record<string, Layer>} */
export const layers = {
  '@vanillin/http': { imports: [] },
  '@vanillin/uws': { imports: ['@vanillin/http'], isBundled: true },
  '@vanillin/core': { imports: ['@vanillin/http'], hasOrderedFolders: true },
  '@vanillin/database': { imports: [], inBridge: ['@vanillin/core'] },
  '@vanillin/cache': { imports: [], inBridge: ['@vanillin/core'] },
  '@vanillin/workers': {
    imports: ['@vanillin/http', '@vanillin/core', '@vanillin/database', '@vanillin/cache'],
  },
  '@vanillin/gateway': {
    imports: [
      '@vanillin/http',
      '@vanillin/core',
      '@vanillin/database',
      '@vanillin/cache',
      '@vanillin/workers',
    ],
  },
  '@vanillin/php': {
    imports: [
      '@vanillin/http',
      '@vanillin/core',
      '@vanillin/database',
      '@vanillin/cache',
      '@vanillin/workers',
      '@vanillin/gateway',
    ],
  },
  vanillin: {
    imports: [
      '@vanillin/http',
      '@vanillin/core',
      '@vanillin/database',
      '@vanillin/cache',
      '@vanillin/workers',
      '@vanillin/gateway',
      '@vanillin/php',
    ],
  },
  'create-vanillin': { imports: ['@vanillin/database'], isBundled: true },
}

/**
 * Whether a package may import another from this file.
 *
 * @param {string} importer name of the importing package
 * @param {string} file relative to that package's folder, with forward slashes
 * @param {string} imported name of the imported package
 */
export function mayImport(importer, file, imported) {
  const layer = layers[importer]
  if (!layer) return false
  return (
    layer.imports.includes(imported) ||
    (file.startsWith('src/vanillin/') && (layer.inBridge ?? []).includes(imported))
  )
}
