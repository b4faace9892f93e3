import { expect, test } from 'vitest'
import { appName } from './app-name.ts'

test.each([
  ['guestbook', 'guestbook', 'Guestbook'],
  ['../some/where/my-shop', 'my-shop', 'My Shop'],
  ['shop_2.0/', 'shop_2.0', 'Shop 2 0'],
])('%s names the package %s, titled %s', (folder, packageName, title) => {
  expect(appName(folder)).toEqual({ packageName, title })
})

test.each([
  'Guestbook',
  '9lives',
  'my shop',
  'héros',
  '.hidden',
  'node_modules',
  'a'.repeat(65),
  '$(touch x)',
])('%s is refused', (folder) => {
  expect(() => appName(folder)).toThrow('cannot name an app')
})
