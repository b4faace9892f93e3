import { createHash } from 'node:crypto'
import { answerBytes, answerText } from '../answers/answer-text.ts'
import type { CapturedAnswer } from '../answers/captured-answer.ts'
import { withoutParts } from './ignored-parts.ts'

/**
 * A body as the text that is compared: without what is to be ignored, with one space where there are several, JSON with its keys in order.
 * What is no text is its length and its hash.
 */
export function comparableBody(answer: CapturedAnswer, ignored: readonly RegExp[]): string {
  const type = (answer.headers.get('content-type') ?? '').toLowerCase()
  if (!/^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml|javascript)|image\/svg|$)/.test(type)) {
    const bytes = answerBytes(answer)
    return bytes.byteLength === 0 ? '' : `${bytes.byteLength} bytes, SHA-256 ${hashOf(bytes)}`
  }
  const text = answerText(answer)
  const json = type.includes('json') ? inOrder(text) : undefined
  if (json !== undefined) return withoutParts(json, ignored)
  return withoutParts(text, ignored).replaceAll(/\s+/g, ' ').replaceAll('> <', '><').trim()
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

/** JSON with its keys sorted, a member a line; undefined where it is none. */
function inOrder(text: string): string | undefined {
  try {
    return JSON.stringify(
      JSON.parse(text, (_key, value: unknown) => sorted(value)),
      undefined,
      1,
    )
  } catch {
    return undefined
  }
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const names = Object.keys(value).toSorted()
  return Object.fromEntries(names.map((name) => [name, (value as Record<string, unknown>)[name]]))
}
