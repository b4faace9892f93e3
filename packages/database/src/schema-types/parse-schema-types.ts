/** The columns of each table with their types, out of a text that `writeSchemaTypes` wrote and a formatter may have changed. */
export function parseSchemaTypes(text: string): Map<string, Map<string, string>> {
  const code = text.replaceAll(/^ *\/\/.*$/gm, '').replaceAll('"', "'")
  const interfaces = new Map(
    [...code.matchAll(/export interface (\S+) \{\n(.*?)^\}/gms)].map(([, name = '', body = '']) => [
      name,
      body,
    ]),
  )
  const registry = /interface Tables \{\n(.*?)^ *\}/ms.exec(code)?.[1] ?? ''
  const tables = new Map<string, Map<string, string>>()
  for (const [table, typeName] of properties(registry)) {
    tables.set(table, properties(interfaces.get(typeName) ?? ''))
  }
  return tables
}

/** A property begins on a line of its own with its name; the lines up to the next are its type. */
function properties(body: string): Map<string, string> {
  const found = new Map<string, string>()
  let current = ''
  let depth = 0
  for (const line of body.split('\n')) {
    const [, name, type = ''] =
      depth === 0 ? (/^\s*([\p{L}_$][\p{L}\p{N}_$]*|'(?:[^'\\]|\\.)*'):(.*)$/u.exec(line) ?? []) : []
    if (name !== undefined)
      current = name.startsWith("'") ? name.slice(1, -1).replaceAll(/\\(.)/g, '$1') : name
    const part = name === undefined ? line : type
    depth += depthOf(part)
    if (current !== '') found.set(current, `${found.get(current) ?? ''} ${part}`)
  }
  return new Map([...found].map(([name, type]) => [name, normalise(type)]))
}

function depthOf(part: string): number {
  const brackets = part.replaceAll(/'(?:[^'\\]|\\.)*'/g, '')
  return (brackets.match(/[<({[]/g)?.length ?? 0) - (brackets.match(/[>)}\]]/g)?.length ?? 0)
}

function normalise(type: string): string {
  return type
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([<>()[\]]) ?/g, '$1')
    .replaceAll(/([<(]|^ ?)\| /g, '$1')
    .replaceAll(/,(?=[>)])/g, '')
    .replace(/[;,]? *$/, '')
    .trim()
}
