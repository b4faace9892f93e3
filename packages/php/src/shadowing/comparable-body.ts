import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { CapturedAnswer } from './captured-answer.ts'
import { withoutParts } from './ignored-parts.ts'

/** What a compressed body may grow to. */
const MAX_BYTES = 8 * 1024 * 1024

/**
 * A body as the text that is compared: without what is to be ignored, with one space where there are several, JSON with its keys in order.
 * What is no text is its length and its hash.
 */
export function comparableBody({ headers, body }: CapturedAnswer, ignored: readonly RegExp[]): string {
  const type = (headers.get('content-type') ?? '').toLowerCase()
  const bytes = decoded(body, headers.get('content-encoding') ?? '')
  if (!/^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml|javascript)|image\/svg|$)/.test(type))
    return bytes.byteLength === 0 ? '' : `${bytes.byteLength} bytes, SHA-256 ${hashOf(bytes)}`
  const text = textOf(bytes, /charset="?([\w-]+)/.exec(type)?.[1] ?? 'utf-8')
  const json = type.includes('json') ? inOrder(text) : undefined
  if (json !== undefined) return withoutParts(json, ignored)
  return withoutParts(text, ignored).replaceAll(/\s+/g, ' ').replaceAll('> <', '><').trim()
}

function decoded(body: Buffer, coding: string): Buffer {
  const limit = { maxOutputLength: MAX_BYTES }
  try {
    if (coding === 'gzip') return gunzipSync(body, limit)
    if (coding === 'deflate') return inflateSync(body, limit)
    if (coding === 'br') return brotliDecompressSync(body, limit)
  } catch {
    // It is compared as it is.
  }
  return body
}

function textOf(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
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
