import { UsageError } from '../usage-error.ts'

/** The value as one of the words of its flag; undefined stays undefined. */
export function oneOf<Word extends string>(
  flag: string,
  value: string | undefined,
  isWord: (value: string) => value is Word,
  words: readonly Word[],
): Word | undefined {
  if (value === undefined || isWord(value)) return value
  throw new UsageError(`${flag} is one of ${words.join(', ')}, not "${value}".`)
}
