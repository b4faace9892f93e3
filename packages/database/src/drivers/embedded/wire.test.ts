import { expect, test } from 'vitest'
import { createLineReader } from './wire.ts'

test('messages are read, wherever they are cut', () => {
  const messages = [{ id: 1, sql: 'a\nb' }, { id: 2 }, { id: 3, sql: '' }]
  const text = messages.map((message) => `${JSON.stringify(message)}\n`).join('')
  for (let size = 1; size <= text.length; size += 1) {
    const read: unknown[] = []
    const reader = createLineReader((message) => read.push(message))
    for (let at = 0; at < text.length; at += size) reader(text.slice(at, at + size))
    expect(read).toEqual(messages)
  }
})
