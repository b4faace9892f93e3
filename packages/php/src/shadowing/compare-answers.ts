import type { Difference } from '../status/difference.ts'
import type { CapturedAnswer } from '../answers/captured-answer.ts'
import { comparableBody } from './comparable-body.ts'
import { firstDifference } from './first-difference.ts'

export interface Comparison {
  /** Lower-case names of those that count. */
  readonly headers: readonly string[]
  readonly ignored: readonly RegExp[]
  /** Of the request: an absolute URL of it is the same as its path. */
  readonly host: string
  /** Not for HEAD, to which PHP gives none. */
  readonly hasBody: boolean
}

type Found = Pick<Difference, 'status' | 'headers' | 'body' | 'failure'>

/** Undefined when both are the same but for what is to be ignored. */
export function compareAnswers(
  php: CapturedAnswer,
  port: CapturedAnswer,
  { headers: names, ignored, host, hasBody }: Comparison,
): Found | undefined {
  const status = php.status === port.status ? undefined : ([php.status, port.status] as const)
  const headers = names.flatMap((name) => {
    const known = name.toLowerCase()
    const [left, right] = [php, port].map((answer) => headerText(known, answer, host))
    return left === right
      ? []
      : [{ name: known, php: withoutValues(known, left), port: withoutValues(known, right) }]
  })
  // Pages of two statuses have nothing in common anyway.
  const body =
    status === undefined && hasBody
      ? firstDifference(comparableBody(php, ignored), comparableBody(port, ignored))
      : undefined
  if (status === undefined && headers.length === 0 && body === undefined) return undefined
  return { status, headers, body, failure: undefined }
}

function headerText(name: string, { headers }: CapturedAnswer, host: string): string {
  const value = headers.get(name) ?? ''
  if (name === 'content-type') return value.toLowerCase().replaceAll(/[\s"]/g, '')
  if (name === 'location') return withoutHost(value, host)
  return value
}

/** A redirect with the names of its query's fields alone: the values may be secrets. */
function withoutValues(name: string, text = ''): string {
  return name === 'location' ? text.replaceAll(/(?<=[?&][^=&#]*=)[^&#]+/g, '…') : text
}

function withoutHost(location: string, host: string): string {
  for (const origin of [`http://${host}`, `https://${host}`])
    if (location === origin || location.startsWith(`${origin}/`)) return location.slice(origin.length) || '/'
  return location
}
