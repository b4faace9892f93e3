import { expectJson } from './expect-answer.js'

/** @type {import('./index.js').BenchRoute} */
export const json = {
  name: 'json',
  description: 'a small object, serialised for each request',
  request: { path: '/json' },
  check: (answer) => expectJson(answer, { message: 'Hello, World!' }),
}
