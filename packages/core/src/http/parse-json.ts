import { defaultRequestLimits } from '../config/request-limits.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { findJsonExcess } from './find-json-excess.ts'
import { keyRefused } from './key-refused.ts'

/** As PHP's json_decode without a depth of its own. */
const MAX_DEPTH = 512

/** An array or an object costs as much as a text of many bytes: a list of empty ones would take four times as long as any other body of its size. */
const BYTES_PER_PART = 10

/** One expression of equally long words skips through the text: a tenth of what JSON.parse takes, two `includes` take half. */
const SUSPECT = /__proto__|prototype/

/**
 * The value of a JSON body.
 *
 * `JSON.parse` makes own properties of the keys `__proto__` and `constructor.prototype`; code that hands such an object on with
 * `Object.assign` or a deep merge would give another object, or every object, properties of the client's choice. So they are
 * refused, as fastify does. Only a text that can hold them is looked through, and that one by its value: keys may be escaped.
 *
 * @param maxBytes how much is accepted of JSON: an array or an object for each ten bytes of it
 * @throws VanillinError `E_JSON_MALFORMED`, `E_JSON_TOO_DEEP`, `E_JSON_TOO_LARGE`, `E_INPUT_KEY_REFUSED`
 */
export function parseJson(bytes: Buffer, maxBytes: number = defaultRequestLimits.maxJsonBytes): unknown {
  const maxParts = Math.floor(maxBytes / BYTES_PER_PART)
  const excess = findJsonExcess(bytes, { maxDepth: MAX_DEPTH, maxParts })
  if (excess === 'depth')
    throw new VanillinError('E_JSON_TOO_DEEP', `The body is JSON nested deeper than ${MAX_DEPTH} levels.`)
  if (excess === 'parts')
    throw new VanillinError(
      'E_JSON_TOO_LARGE',
      `The body is JSON of more than ${maxParts} arrays and objects.`,
    )
  const text = bytes.toString()
  const value = parse(text)
  if (SUSPECT.test(text) || text.includes('\\u00')) assertKeys(value)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new VanillinError('E_JSON_MALFORMED', `The body is not JSON: ${(cause as Error).message}`, {
      cause,
    })
  }
}

function assertKeys(root: unknown): void {
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    if (Object.hasOwn(value, '__proto__')) throw keyRefused('__proto__')
    for (const [key, child] of Object.entries(value)) {
      if (typeof child !== 'object' || child === null) continue
      if (key === 'constructor' && Object.hasOwn(child, 'prototype'))
        throw keyRefused('constructor.prototype')
      waiting.push(child)
    }
  }
}
