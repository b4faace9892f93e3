/**
 * What is another one in each answer, whichever side gives it: tokens of forms, and nonces. A tag that does not end is seen not to be one at once: visitors
 * write into pages, and to look for its end from each of a hundred thousand names would take minutes.
 */
export const OWN_OF_EACH_ANSWER: readonly RegExp[] = [
  /<input\b(?=[^<>]*>)[^<>]*\bname=(["'])(?:_token|_csrf|_csrf_token|csrf_token|csrf_test_name|ci_csrf_token)\1[^<>]*>/gi,
  /<meta\b(?=[^<>]*>)[^<>]*\bname=(["'])csrf-token\1[^<>]*>/gi,
  /\bnonce=(["'])[^"'<>]*\1/gi,
]

/** One that finds each place. */
export function createPattern(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`)
}

export function withoutParts(text: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((left, pattern) => left.replaceAll(pattern, ''), text)
}
