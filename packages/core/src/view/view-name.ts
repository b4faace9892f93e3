import { ViewError } from './view-error.ts'

const SEGMENT = /^[\p{L}\p{M}\p{N}_-][\p{L}\p{M}\p{N}_.-]*$/u

/**
 * Checks that a name is a path inside the views folder: segments of letters, digits, `_`, `-` and `.`,
 * none of them hidden, no `..`, not absolute, no extension for the folder to add to.
 *
 * @throws ViewError E_VIEW_NOT_FOUND
 */
export function assertViewName(name: string): void {
  if (isViewName(name)) return
  throw new ViewError('E_VIEW_NOT_FOUND', `${JSON.stringify(name)} is not the name of a view`, {
    help: 'A name is the path from the views folder without the extension: "posts/show".',
  })
}

export function isViewName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= 200 && name.split('/').every((part) => SEGMENT.test(part))
}
