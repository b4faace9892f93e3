import { nearestName } from '../errors/nearest-name.ts'
import { ViewError } from './view-error.ts'
import { assertViewName } from './view-name.ts'

/** The error for a name that no template has; where it was looked for, and the name that may be meant. */
export function unknownView(name: string, known: readonly string[], path?: string): ViewError {
  assertViewName(name)
  const meant = nearestName(name, known)
  return new ViewError('E_VIEW_NOT_FOUND', `There is no view '${name}'`, {
    help: [
      meant === undefined ? undefined : `Did you mean '${meant}'?`,
      path === undefined ? undefined : `Its file would be ${path}.`,
      'Names are paths from the views folder, also inside of includes and layouts.',
    ]
      .filter((sentence) => sentence !== undefined)
      .join(' '),
  })
}
