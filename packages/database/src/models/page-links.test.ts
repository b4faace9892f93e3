import { expect, test } from 'vitest'
import { CursorPage, Page } from '@vanillin/database'

const page = (number: number, lastPage: number): Page<never> =>
  new Page({ items: [], total: lastPage * 10, page: number, perPage: 10 })

test('links of a page keep the other parameters and leave the host to the client', () => {
  const links = page(2, 3).links('https://example.com/posts?tag=a%26b&page=2')
  expect(links).toMatchObject({
    first: '/posts?tag=a%26b&page=1',
    previous: '/posts?tag=a%26b&page=1',
    next: '/posts?tag=a%26b&page=3',
    last: '/posts?tag=a%26b&page=3',
  })
  expect(page(1, 3).links('/posts').previous).toBeNull()
  expect(page(3, 3).links('/posts').next).toBeNull()
  expect(page(1, 1).links(new URL('http://x//evil.example/?q=1')).first).toBe('/evil.example/?q=1&page=1')
})

test('the first page, the last and those around the current one, with gaps', () => {
  const numbers = (current: number, last: number): (number | null)[] =>
    page(current, last)
      .links('/')
      .pages.map((link) => (link === null ? null : link.isCurrent ? -link.page : link.page))
  expect(numbers(1, 1)).toEqual([-1])
  expect(numbers(1, 10)).toEqual([-1, 2, 3, null, 10])
  expect(numbers(5, 10)).toEqual([1, null, 3, 4, -5, 6, 7, null, 10])
  expect(numbers(4, 5)).toEqual([1, 2, 3, -4, 5])
  expect(numbers(99, 3)).toEqual([1, null, 3])
})

test('links of a page by cursor', () => {
  const cursors = new CursorPage({ items: [], perPage: 10, previous: null, next: 'abc' })
  expect(cursors.links('/posts?tag=a&cursor=xyz')).toEqual({
    previous: null,
    next: '/posts?tag=a&cursor=abc',
  })
})
