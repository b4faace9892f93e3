/**
 * The text of a file that fills one registry of the framework's types.
 *
 * @example
 * registrySource('Routes', [['home', '{}']])
 */
export function registrySource(
  registry: 'Routes' | 'Config' | 'Models',
  entries: readonly (readonly [name: string, type: string])[],
): string {
  const lines = entries.map(([name, type]) => `      ${JSON.stringify(name)}: ${type}\n`)
  return `// Written by \`vanillin codegen\`. Do not edit: it is written anew.
export {}

declare global {
  namespace Vanillin {
    interface ${registry} {
${lines.join('')}    }
  }
}
`
}
