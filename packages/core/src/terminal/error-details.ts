import type { ErrorReport } from './describe-error.ts'

/** Puts a part of the text into colour, or leaves it as it is. */
export type Paint = (style: 'yellow' | 'cyan' | 'dim', text: string) => string

/** The lines below the message: what to do, the statement, the place with its source, and the way there. */
export function errorDetails({ help, sql, place, frame, stack }: ErrorReport, paint: Paint): string[] {
  const isAtPlace = place !== undefined && stack[0]?.includes(place)
  return [
    help === undefined ? [] : help.split('\n').map((line) => paint('yellow', line)),
    sql === undefined ? [] : [`SQL: ${sql}`],
    place === undefined ? [] : [paint('cyan', place)],
    frame === undefined ? [] : frame.split('\n'),
    stack.slice(isAtPlace ? 1 : 0).map((line) => paint('dim', line)),
  ].flat()
}
