import { expect, test } from 'vitest'
import { redirect } from './responses.ts'

test.each([
  ['/posts?page=2#comments', '/posts?page=2#comments'],
  ['/caf\u00e9?q=a b', '/caf%C3%A9?q=a%20b'],
  ['/already%20encoded', '/already%20encoded'],
  ['https://example.com/ü', 'https://example.com/%C3%BC'],
  ['/a\r\nSet-Cookie: x=1', '/a%0D%0ASet-Cookie:%20x=1'],
  // Half of a character, as a text that was cut to a length ends with: it stands for none.
  ['/half\ud83d', '/half%EF%BF%BD'],
])('redirect(%j) names %j', (location, sent) => {
  expect(redirect(location).headers.get('location')).toBe(sent)
})
