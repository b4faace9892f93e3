import { expectAnswer } from './expect-answer.js'

/** @type {import('./index.js').BenchRoute} */
export const form = {
  name: 'form',
  description:
    'a posted form of three fields: decoded, validated (name, e-mail address, message), answered by a redirect',
  request: {
    method: 'POST',
    path: '/messages',
    contentType: 'application/x-www-form-urlencoded',
    body: 'name=Ada+Lovelace&email=ada%40example.org&message=Caf%C3%A9+at+noon%3F%0D%0AYours%2C+Ada',
  },
  check(answer) {
    // both send the browser on with GET; which one is the default differs from framework to framework
    expectAnswer(answer, {
      status: answer.status === 303 ? 303 : 302,
      headers: { location: '/messages/sent' },
    })
  },
}
