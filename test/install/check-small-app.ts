import { expect } from 'vitest'

const checks = { api: checkApi, minimal: checkMinimal, 'php-bridge': checkBridge }

/** Looks at what the small templates serve. */
export async function checkSmallApp(template: keyof typeof checks, url: string): Promise<void> {
  await checks[template](url)
}

/** Without a PHP app behind it: what is ported works all the same. */
async function checkBridge(url: string): Promise<void> {
  expect(await (await fetch(`${url}/hello?name=<Ada>`)).text()).toContain('Hello, &lt;Ada&gt;')
  expect((await fetch(`${url}/index.php`)).status).toBeGreaterThanOrEqual(500)
}

async function checkMinimal(url: string): Promise<void> {
  expect(await (await fetch(`${url}/?name=<Ada>`)).text()).toContain('Hello, &lt;Ada&gt;')
  expect((await fetch(`${url}/style.css`)).headers.get('content-type')).toContain('text/css')
  expect((await fetch(`${url}/nothing`)).status).toBe(404)
}

async function checkApi(url: string): Promise<void> {
  const send = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
  const input = { title: 'Hello', author: 'Ada', body: 'The first words in a new book.' }

  const made = await send('POST', '/api/posts', input)
  expect(made.status).toBe(201)
  const path = made.headers.get('location')!
  expect(await (await send('GET', path)).json()).toMatchObject(input)
  expect(await (await send('GET', '/api/posts')).json()).toMatchObject({ items: [{ title: 'Hello' }] })
  const refused = await send('PUT', path, { ...input, title: '' })
  expect(refused.status).toBe(422)
  expect(await refused.json()).toMatchObject({ errors: { title: [expect.any(String)] } })
  expect((await send('DELETE', path)).status).toBe(204)
  expect((await send('GET', path)).status).toBe(404)
}
