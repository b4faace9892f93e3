import { expect, test } from 'vitest'
import { readHeadProps } from './head-props.ts'
import { blankViewHead, readViewHead } from './view-head.ts'

test.each([
  ['a type', '<% type Props = { a: 1 } %>x', ' type Props = { a: 1 } '],
  ['an import', `<%\nimport type { A } from 'a'\n%>`, `\nimport type { A } from 'a'\n`],
  ['an interface', '<% interface Props { a: 1 } %>', ' interface Props { a: 1 } '],
  ['an export', '<% export type Props = {} %>', ' export type Props = {} '],
  ['a comment first', `<% // don't\n /* %> */ type A = 1 %>`, ` // don't\n /* %> */ type A = 1 `],
  ['the end of the tag in a string', `<% type A = '%>' | "%>" %>`, ` type A = '%>' | "%>" `],
  ['the end of the tag behind a line comment', '<% type A = 1 // one %>x', ' type A = 1 // one '],
  ['marks that trim', '<%- type A = 1 -%>', ' type A = 1 '],
  ['text in front', '<!-- page -->\n<% type A = 1 %>', ' type A = 1 '],
])('a head: %s', (_, text, code) => {
  const head = readViewHead(text)
  expect(head?.code).toBe(code)
  expect(text.slice(head?.offset).startsWith(code)).toBe(true)
})

test.each([
  '',
  'text',
  '<%= type %>',
  '<% type = 3 %>',
  '<% layout("x") %><% type A = 1 %>',
  '<% imported() %>',
  '<% /* type A = 1 */ %>',
])('no head: %j', (text) => expect(readViewHead(text)).toBeUndefined())

test('a blanked head leaves every offset and line where it was', () => {
  const text = `<%\r\n  type A = '%>'\n%>x`
  expect(blankViewHead(text)).toBe('<%\r\n               \n%>x')
})

test.each<[string, string | undefined]>([
  ['type Props = { a: string, b?: number; c: { x?: 1 } }', 'a b? c'],
  ['type Props = {\n a: string\n b?: () => void\n c: A\n   | B\n d: [\n 1 ] }', 'a b? c d'],
  [
    `type Props = { 'data-x': 1, "y"?: 2, method(a: number): void, readonly z: Map<string, { q: 1 }> }`,
    'data-x y? method z',
  ],
  ['type Props = { /** a, b: c */ a: 1 // x: y\n b: 2 }', 'a b'],
  [`type Props = { a: ';' | "}"; b: \`\${string};\` }`, 'a b'],
  ['type Props = { a: (x: number, y: string) => { z: 1 }, b: 1 }', 'a b'],
  ['type Props = { größe: number }', 'größe'],
  ['type Props = {}', ''],
  ['interface Props { a: 1 }', 'a'],
  ['type Other = { x: 1 }; type Props = { a: Other }', 'a'],
  ['interface Props extends Other { a: 1 }', undefined],
  ['type Props = { a: 1 } & Other', undefined],
  ['type Props = { a: 1 } | { b: 1 }', undefined],
  ['type Props = Other & { a: 1 }', undefined],
  ['type Props = { [name: string]: 1 }', undefined],
  ['type Props = { a: 1', undefined],
  [`import type { A } from 'a'`, undefined],
])('the props of %s', (head, expected) => {
  const props = readHeadProps(head)
  const told = props && [...props].map(([name, { optional }]) => name + (optional ? '?' : '')).join(' ')
  expect(told).toBe(expected)
})
