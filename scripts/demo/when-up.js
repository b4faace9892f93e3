import { setTimeout as wait } from 'node:timers/promises'

const patienceMs = 60_000

/**
 * Resolves when the app answers its health route.
 *
 * @param {string} url of the app
 * @param {import('./child.js').Child} server
 * @throws {Error} with the server's output, when it ends or takes longer than a minute
 */
export async function whenUp(url, server) {
  const started = performance.now()
  while (performance.now() - started < patienceMs) {
    if (server.code !== undefined) throw new Error(`${server.output}\nThe server ended with ${server.code}.`)
    const isUp = await fetch(`${url}/up`).then(
      (response) => response.ok,
      () => false,
    )
    if (isUp) return
    await wait(50)
  }
  throw new Error(`${server.output}\nNo answer from ${url} within a minute.`)
}
