import { expectJson } from './expect-answer.js'

/** @type {import('./index.js').BenchRoute} */
export const middleware = {
  name: 'middleware',
  description:
    'the object of json behind one middleware, which looks at a header of the request; the cores alone have none in front of it',
  request: { path: '/guarded/json' },
  check: (answer) => expectJson(answer, { message: 'Hello, World!' }),
}
