import { expect } from 'vitest'

/** What a line gives is looked at; a line that fails gives its error. */
export type Expectation = (value: unknown) => void | Promise<void>

type Rows = readonly Record<string, unknown>[]
interface AnyModel {
  with(name: string): AnyModel
  orderBy(column: string): AnyModel
  popular(): AnyModel
  get(): Promise<Rows>
  findOrFail(id: unknown): Promise<Record<string, unknown>>
}

const is =
  (expected: unknown): Expectation =>
  (value) =>
    expect(value).toEqual(expected)

const has =
  (expected: Record<string, unknown> | readonly Record<string, unknown>[]): Expectation =>
  (value) =>
    expect(JSON.parse(JSON.stringify(value))).toMatchObject(expected)

/** Posts of these titles, in any order or in this one. */
const posts =
  (...titles: string[]): Expectation =>
  (value) =>
    expect(Array.from(value as Rows, ({ title }) => String(title)).toSorted()).toEqual(titles.toSorted())

const inOrder =
  (...titles: string[]): Expectation =>
  (value) =>
    expect(Array.from(value as Rows, ({ title }) => title)).toEqual(titles)

const fails = has({ code: 'E_ROW_NOT_FOUND', status: 404 })

/** A class with a relation, and what its first row has there. */
const relates =
  (name: string, expected: Record<string, unknown> | Rows): Expectation =>
  async (model) => {
    const row = await (model as AnyModel).with(name).findOrFail(1)
    expect(JSON.parse(JSON.stringify(row))[name]).toMatchObject(expected)
  }

const bodies = (...given: string[]): { body: string }[] => given.map((body) => ({ body }))

export const expectations: Readonly<Record<string, Expectation>> = {
  find: has({ title: 'First' }),
  'find-many': inOrder('First', 'Second'),
  'find-or-fail': fails,
  all: posts('First', 'Second', 'Third'),
  first: has({ id: 1 }),
  'first-or-404': has({ id: 1 }),
  'first-where': has({ title: 'First' }),
  'first-or-fail': fails,
  where: posts('First', 'Third'),
  'where-comparison': posts('Second', 'Third'),
  'where-both': posts('First', 'Third'),
  'or-where': posts('First', 'Third'),
  'where-in': posts('First', 'Third'),
  'where-not-in': posts('Second'),
  'where-null': posts('Second', 'Third'),
  'where-not-null': posts('First'),
  'where-between': posts('First', 'Second'),
  'where-like': posts('First', 'Third'),
  'where-raw': posts('Second'),
  'where-column': posts('First', 'Second'),
  'where-date': posts('Second'),
  order: inOrder('Third', 'Second', 'First'),
  latest: inOrder('Third', 'Second', 'First'),
  oldest: inOrder('First', 'Second', 'Third'),
  skip: inOrder('Second'),
  pluck: is(['First', 'Second', 'Third']),
  select: is([1, 2, 3].map((id) => ({ id, title: ['First', 'Second', 'Third'][id - 1] }))),
  count: is(2),
  exists: is(true),
  max: is(30),
  sum: is(60),
  avg: is(20),
  group: has([
    { author_id: 1, posts: '2' },
    { author_id: 2, posts: '1' },
  ]),
  paginate: inOrder('Third', 'Second'),
  total: is(3),
  links: is('/posts?tag=red&page=2'),
  'cursor-paginate': inOrder('First', 'Second'),
  'next-cursor': (value) => expect(value).toMatch(/^[\w-]+$/),
  create: has({ title: 'New', views: 0 }),
  new: has({ title: 'New', views: 0 }),
  update: has({ title: 'Changed', author_id: 1 }),
  'update-many': is(2),
  increment: has({ id: 1, views: 11 }),
  delete: is(undefined),
  destroy: is(2),
  refresh: has({ title: 'First' }),
  'to-array': has({ title: 'First', views: 10 }),
  transaction: has({ title: 'New' }),
  table: async (model) => expect(await (model as AnyModel).findOrFail(1)).toMatchObject({ title: 'First' }),
  'primary-key': async (model) =>
    expect(await (model as AnyModel).findOrFail('Second')).toMatchObject({ id: 2 }),
  accessor: async (model) => {
    const isPopular = async (id: number) => (await (model as AnyModel).findOrFail(id))['isPopular']
    expect([await isPopular(1), await isPopular(3)]).toEqual([false, true])
  },
  scope: async (model) => posts('Second', 'Third')(await (model as AnyModel).popular().get()),
  'belongs-to': relates('author', { name: 'Ada' }),
  'has-many': relates('comments', bodies('a', 'b', 'c')),
  'has-one': relates('profile', { bio: 'wrote the first program' }),
  'belongs-to-many': relates('tags', [{ name: 'red', pivot: { position: 3 } }]),
  'has-many-through': relates('received', bodies('a', 'b', 'c')),
  'morph-to': relates('imageable', { title: 'First' }),
  'morph-many': has([{ url: 'a.png' }]),
  'morph-to-many': relates('labels', [{ name: 'blue' }]),
  'morphed-by-many': async (model) => {
    const [red, blue] = await (model as AnyModel).with('posts').orderBy('id').get()
    expect([red?.['posts'], blue?.['posts']]).toMatchObject([[], [{ title: 'First' }]])
  },
  with: has([
    { author: { name: 'Ada' }, comments: bodies('a', 'b', 'c') },
    { comments: bodies('d') },
    { comments: [] },
  ]),
  'with-nested': has({ comments: [{ author: { name: 'Ada' } }, { author: { name: 'Grace' } }, {}] }),
  'with-where': has({ comments: bodies('a', 'c') }),
  'with-limit': has([{ comments: bodies('c') }, { comments: bodies('d') }, { comments: [] }]),
  load: has({ comments: bodies('a', 'b', 'c') }),
  'load-many': has([{ author: { name: 'Ada' } }, { author: { name: 'Grace' } }, { author: { name: 'Ada' } }]),
  has: inOrder('First', 'Second'),
  'has-count': posts('First'),
  'has-nested': inOrder('First', 'Second'),
  'doesnt-have': posts('Third'),
  'where-has': posts('First'),
  'where-doesnt-have': inOrder('Second', 'Third'),
  'where-relation': inOrder('First', 'Third'),
  'with-count': has([{ comments_count: 3 }, { comments_count: 1 }, { comments_count: 0 }]),
  'with-count-as': has([{ approved: 2 }, { approved: 1 }, { approved: 0 }]),
  'with-exists': has([{ comments_exists: true }, { comments_exists: true }, { comments_exists: false }]),
  'with-sum': has([{ posts_sum_views: 40 }, { posts_sum_views: 20 }]),
  'with-max': has([{ posts_max_views: 30 }, { posts_max_views: 20 }]),
  related: has(bodies('a', 'c')),
  'related-count': is(3),
  'related-create': has({ body: 'Hi', post_id: 1 }),
  attach: is(undefined),
  detach: is(1),
  sync: is({ attached: [2], detached: [1] }),
  pivot: is(3),
  imageable: has({ title: 'First' }),
  'prevent-lazy-loading': is({ repeatedQueries: 'error' }),
}
