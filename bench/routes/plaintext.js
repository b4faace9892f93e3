import { expectAnswer, expectBody } from './expect-answer.js'

/** @type {import('./index.js').BenchRoute} */
export const plaintext = {
  name: 'plaintext',
  description: 'a constant text',
  request: { path: '/plaintext' },
  check(answer) {
    expectAnswer(answer, { type: 'text/plain' })
    expectBody(answer, 'Hello, World!')
  },
}
