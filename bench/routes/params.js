import { expectAnswer, expectJson } from './expect-answer.js'

/** @type {import('./index.js').BenchRoute} */
export const params = {
  name: 'params',
  description:
    'an integer from the path, in a group with two middleware: one looks at a header of the request, one sets one of the response',
  request: { path: '/users/42' },
  check(answer) {
    expectJson(answer, { id: 42 })
    expectAnswer(answer, { headers: { 'x-served-by': 'bench' } })
  },
}
