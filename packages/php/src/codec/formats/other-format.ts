const LATIN1_BYTES = 64

const marks: readonly (readonly [name: string, pattern: RegExp, what: string])[] = [
  [
    'igbinary',
    // oxlint-disable-next-line no-control-regex -- the header of igbinary is made of them
    /^\0\0\0[\x01\x02]/,
    'written by igbinary, a binary format of an extension that only PHP reads. Set session.serialize_handler = php (and for Redis redis.session.serializer or the like) so that both sides can read it',
  ],
  ['php_serialize', /^a:\d+:\{/, 'in the format php_serialize'],
  ['json', /^\{"/, 'JSON'],
  ['encrypted', /^eyJpdiI6/, 'encrypted by Laravel (session.encrypt)'],
  ['php', /^[\w.-]+\|(?:N;|[abdisOCE]:)/, 'in the format php'],
]

/** What bytes plainly are when they are not in the format that was expected; for a message that names the setting to change. */
export function otherFormat(bytes: Buffer, expected: string): string | undefined {
  const start = bytes.toString('latin1', 0, LATIN1_BYTES)
  const found = marks.find(([, pattern]) => pattern.test(start))
  return found === undefined || found[0] === expected ? undefined : found[2]
}
