import { describeError } from '@vanillin/core/terminal'
import { errorPage } from './error-page.ts'

/** The page that says why the app, or its routes, could not be loaded. */
export function bootFailurePage(title: string, error: unknown, root: string): string {
  const { message, help, sql, place, frame, stack } = describeError(error, root)
  return errorPage({
    title,
    text: [message, help, sql].filter((part) => part !== undefined).join('\n'),
    place,
    frame,
    stack: wholeStack(error) ?? stack.join('\n'),
    refresh: 'vite',
  })
}

/** With the frames of the framework, for who needs them; that of a compiler's error leads through the compiler. */
function wholeStack(error: unknown): string | undefined {
  return error instanceof Error && !('errors' in error) ? error.stack : undefined
}
