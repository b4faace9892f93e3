import { expect, test } from 'vitest'
import { parseSourceName, pluralise } from './source-name.ts'

test.each([
  'admin/BlogPosts',
  'admin/blog-posts',
  'admin/blog_posts',
  'Admin/BlogPostsController',
  'admin/blog-posts.ts',
])('%s', (text) => {
  expect(parseSourceName(text, 'Controller')).toEqual({
    folder: 'admin/',
    kebab: 'blog-posts',
    pascal: 'BlogPosts',
    camel: 'blogPosts',
    snake: 'blog_posts',
  })
})

test('the suffix alone is a name', () => {
  expect(parseSourceName('Plugin', 'Plugin').pascal).toBe('Plugin')
})

test.each([
  ['post', 'posts'],
  ['posts', 'posts'],
  ['category', 'categories'],
  ['day', 'days'],
  ['box', 'boxes'],
  ['status', 'statuses'],
  ['class', 'classes'],
])('the table of %s is %s', (word, plural) => {
  expect(pluralise(word)).toBe(plural)
})
