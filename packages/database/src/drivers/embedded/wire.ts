import type { RawParameter, RawResult } from './raw-result.ts'

/** What a guest asks the owner: one JSON object a line. */
export type Request =
  | { id: number; do: 'hello'; token: string }
  | { id: number; do: 'acquire' }
  | { id: number; do: 'query'; sql: string; parameters: WireParameter[] }
  | { id: number; do: 'release' }

/** What the owner answers, in the order of the questions. */
export type Answer = { id: number; result?: RawResult } | { id: number; error: WireError }

type WireParameter = string | null | { base64: string }

/** An error's own fields; `isOurs` tells an error of the catalogue from one of the database. */
export interface WireError {
  message: string
  code?: string
  isOurs?: boolean
  [field: string]: unknown
}

export function packParameter(value: RawParameter): WireParameter {
  return value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value
}

export function unpackParameter(value: WireParameter): RawParameter {
  return value !== null && typeof value === 'object' ? Buffer.from(value.base64, 'base64') : value
}

/** Cuts a stream of text into the JSON values on its lines. */
export function createLineReader(onMessage: (message: unknown) => void): (chunk: string) => void {
  // Looked through once: a message may come in thousands of pieces.
  let pieces: string[] = []
  return (chunk) => {
    const lines = chunk.split('\n')
    const rest = lines.pop() ?? ''
    for (const line of lines) {
      const whole = pieces.length === 0 ? line : pieces.join('') + line
      pieces = []
      onMessage(JSON.parse(whole))
    }
    if (rest !== '') pieces.push(rest)
  }
}
