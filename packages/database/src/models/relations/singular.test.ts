import { expect, expectTypeOf, test } from 'vitest'
import { pluralise, singularise } from './singular.ts'
import type { Singular } from './singular.ts'

const words = {
  posts: 'post',
  categories: 'category',
  movies: 'movie',
  addresses: 'address',
  statuses: 'status',
  houses: 'house',
  clauses: 'clause',
  courses: 'course',
  purchases: 'purchase',
  aliases: 'alias',
  analyses: 'analysis',
  boxes: 'box',
  sizes: 'size',
  quizzes: 'quiz',
  branches: 'branch',
  coaches: 'coach',
  caches: 'cache',
  dishes: 'dish',
  heroes: 'hero',
  menus: 'menu',
  keys: 'key',
  people: 'person',
  grandchildren: 'grandchild',
} as const

test.each(Object.entries(words))('%s is the plural of %s', (plural, singular) => {
  expect(singularise(plural)).toBe(singular)
  expect(singularise(singular)).toBe(singular)
  expect(singularise(`blog_${plural}`)).toBe(`blog_${singular}`)
  expect(pluralise(singular)).toBe(plural)
  expect(pluralise(plural)).toBe(plural)
})

test.each(['news', 'user_data', 'media', 'series'])('%s has no plural', (word) => {
  expect([singularise(word), pluralise(word)]).toEqual([word, word])
})

test('the type says what the function answers', () => {
  expectTypeOf<{ [Word in keyof typeof words]: Singular<Word> }>().toEqualTypeOf<{
    [Word in keyof typeof words]: (typeof words)[Word]
  }>()
  expectTypeOf<Singular<'news' | 'status' | 'user_data'>>().toEqualTypeOf<'news' | 'status' | 'user_data'>()
})
