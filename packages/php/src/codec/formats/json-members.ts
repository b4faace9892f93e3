import { PhpCodecError } from '../php-codec-error.ts'

/**
 * The members of the outer object of a JSON text, each with its value as it was written: a number keeps all of its digits, an empty list stays
 * one. PHP writes `[]` for no members.
 *
 * @throws PhpCodecError `E_PHP_SERIALIZED`
 */
export function jsonMembers(text: string): (readonly [name: string, value: string])[] {
  let outer: unknown
  try {
    outer = text === '' ? [] : JSON.parse(text)
  } catch {
    throw new PhpCodecError('E_PHP_SERIALIZED', 'The session is no JSON.', 0)
  }
  if (Array.isArray(outer) && outer.length === 0) return []
  if (typeof outer !== 'object' || outer === null || Array.isArray(outer))
    throw new PhpCodecError('E_PHP_SERIALIZED', 'The session is no object of JSON.', 0)
  return pairsOf(splitMembers(text.slice(text.indexOf('{') + 1, text.lastIndexOf('}'))))
}

function pairsOf(members: readonly string[]): (readonly [string, string])[] {
  return members.map((member) => {
    const end = endOfString(member, member.indexOf('"'))
    return [
      JSON.parse(member.slice(0, end)) as string,
      member.slice(member.indexOf(':', end) + 1).trim(),
    ] as const
  })
}

/** At the commas of the outer level, in what is known to be JSON. */
function splitMembers(text: string): string[] {
  const members: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at) - 1
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    else if (character === ',' && depth === 0) {
      members.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...members, text.slice(start)].filter((member) => member.trim() !== '')
}

/** Behind the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}
