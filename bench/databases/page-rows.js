/** @typedef {{ id: number, name: string, email: string }} User */
/** @typedef {{ id: number, userId: number, title: string, body: string }} Post */

const names = [
  'Ada Lovelace',
  "Zoë O'Brien",
  'Łukasz "Luke" Żak',
  'Nguyễn & Söhne',
  '山田 花子',
  'Grace <grace@example.org> Hopper',
  'José Núñez',
]

const titles = [
  'What a release on Friday taught us',
  'Why <b>bold</b> is not a heading',
  "It's the cache & nothing else",
  'Über Schlangen, Ämter und Öfen',
  '"Only a small change"',
  '遅いページを直す',
]

const sentences = [
  'The first attempt measured the wrong thing, and measured it well.',
  '<script>alert("This should not be shown as a dialog.");</script>',
  "Nobody's query is slow until somebody else's table is large.",
  'Café, naïveté & façades: three words that a byte count gets wrong.',
  '計測してから、直す。',
  'If a < b and b > c, then "a" says nothing about "c".',
  'We kept the log line; it has been read twice since, both times at night.',
]

/**
 * Who may log in to the page.
 *
 * @type {User[]}
 */
export const users = Array.from({ length: 50 }, (_, index) => ({
  id: index + 1,
  name: `${pick(names, index)} ${index + 1}`,
  email: `user${index + 1}@example.org`,
}))

/**
 * What the page shows the newest twenty of: the higher the id, the newer.
 *
 * @type {Post[]}
 */
export const posts = Array.from({ length: 500 }, (_, index) => ({
  id: index + 1,
  userId: 1 + ((index * 17) % users.length),
  title: `${pick(titles, index)} (${index + 1})`,
  body: [0, 2, 5].map((step) => pick(sentences, index + step)).join(' '),
}))

/**
 * @param {readonly string[]} list
 * @param {number} index
 */
function pick(list, index) {
  return list[index % list.length] ?? ''
}
