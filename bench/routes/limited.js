import { expectAnswer, expectJson } from './expect-answer.js'

/** @type {import('./index.js').BenchRoute} */
export const limited = {
  name: 'limited',
  description:
    'the object of json behind a limit that counts each client for all workers of the machine, and that nobody reaches',
  request: { path: '/limited/json' },
  check(answer) {
    expectJson(answer, { message: 'Hello, World!' })
    expectAnswer(answer, {
      headers: { 'ratelimit-policy': '"1000000-per-second"', ratelimit: '"1000000-per-second"' },
    })
  },
}
