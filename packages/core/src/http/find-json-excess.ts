const QUOTE = 0x22
const BACKSLASH = 0x5c
/** `[` and `{`, `]` and `}` differ in this bit alone. */
const CURLY = 0x20
const OPENING = 0x7b
const CLOSING = 0x7d

/** How much of arrays and objects a text of JSON may have. */
export interface JsonLimits {
  readonly maxDepth: number
  /** Arrays and objects together. */
  readonly maxParts: number
}

/**
 * Whether a text of JSON nests arrays and objects deeper, or has more of them, than it may. It is looked at before it is parsed: 8 MiB of brackets would
 * keep JSON.parse busy for more than a second, and each step through what comes out may go as deep. One too short for it costs nothing.
 */
export function findJsonExcess(
  json: Uint8Array,
  { maxDepth, maxParts }: JsonLimits,
): 'depth' | 'parts' | undefined {
  const { length } = json
  if (length <= 2 * maxDepth) return undefined
  let depth = 0
  let parts = 0
  for (let i = 0; i < length; i++) {
    const byte = json[i]!
    if (byte === QUOTE) {
      i += 1
      while (i < length && json[i] !== QUOTE) i += json[i] === BACKSLASH ? 2 : 1
    } else if ((byte | CURLY) === OPENING) {
      depth += 1
      parts += 1
      if (depth > maxDepth) return 'depth'
      if (parts > maxParts) return 'parts'
    } else if ((byte | CURLY) === CLOSING) depth -= 1
  }
  return undefined
}
