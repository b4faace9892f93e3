import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearestName } from '../cli/nearest-name.ts'

interface Diagnostic {
  readonly message: string
  readonly code: number | undefined
}

/** An argument of a type that does not fit. */
const NO_ARGUMENT = 2345
const MESSAGE =
  /^Argument of type '"([^"]+)"' is not assignable to parameter of type '(?:keyof (Views|Routes)|"([^"]+)")/

/** The message of a diagnostic; of one about a view or a route that there is not, with the name that was meant. */
export function nameMeantName({ message, code }: Diagnostic, root: string): string {
  const [, wanted, kind, known = ''] = (code === NO_ARGUMENT && MESSAGE.exec(message)) || []
  if (wanted === undefined) return message
  const lists = (kind === undefined ? ['Views', 'Routes'] : [kind]).map((one) => generatedNames(root, one))
  const names = kind === undefined ? lists.find((all) => all.includes(known)) : lists[0]
  const meant = names && nearestName(wanted, names)
  return meant === undefined ? message : `${message} Did you mean '${meant}'?`
}

/** @param kind the interface that codegen writes */
function generatedNames(root: string, kind: string): string[] {
  const file = join(root, `.vanillin/types/${kind.toLowerCase()}.d.ts`)
  if (!existsSync(file)) return []
  return [...readFileSync(file, 'utf8').matchAll(/^\s+"([^"]+)":/gm)].map(([, name = '']) => name)
}
