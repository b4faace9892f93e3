import './app-folder.ts'
import { describe, expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'

const app = await testApp()

const lime = { species: 'Tilia cordata', street: 'Marktplatz 1', height_cm: 1850, planted_on: '1961-04-02' }

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await app.fetch(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

/** Enters a tree and answers its path. */
async function plant(tree: object = lime): Promise<string> {
  const { headers } = await send('POST', '/api/trees', tree)
  return headers.get('location')!
}

describe('the life of a tree', () => {
  test('it is entered, found, replaced, changed and felled', async () => {
    const entered = await send('POST', '/api/trees', lime)
    expect(entered).toMatchObject({ status: 201, body: lime })
    const path = entered.headers.get('location')!
    expect(path).toBe(`/api/trees/${entered.body.id}`)
    expect((await send('GET', path)).body).toEqual(entered.body)

    const replaced = { species: 'Ginkgo biloba', street: 'Schulgasse 3', height_cm: 620 }
    expect((await send('PUT', path, replaced)).body).toMatchObject({ ...replaced, planted_on: null })
    expect((await send('PATCH', path, { height_cm: 640 })).body).toMatchObject({
      ...replaced,
      height_cm: 640,
    })

    expect(await send('DELETE', path)).toMatchObject({ status: 204, body: null })
    expect((await send('GET', path)).status).toBe(404)
  })

  test('PATCH leaves alone what it does not name', async () => {
    const path = await plant()
    expect((await send('PATCH', path, { street: 'Uferweg 2' })).body).toMatchObject({
      ...lime,
      street: 'Uferweg 2',
    })
  })
})

describe('pages', () => {
  test('lead to each other, and keep the filter', async () => {
    for (const species of ['Tilia', 'Ginkgo', 'Tilia', 'Tilia']) await plant({ ...lime, species })

    const first = await send('GET', '/api/trees?species=Tilia&per_page=2')
    expect(first.body).toMatchObject({
      total: 3,
      trees: [{ species: 'Tilia' }, { species: 'Tilia' }],
      previous: null,
    })
    expect(first.body.next).toBe('/api/trees?species=Tilia&per_page=2&page=2')

    const second = await send('GET', first.body.next)
    expect(second.body).toMatchObject({ trees: [{ species: 'Tilia' }], next: null })
    expect(second.body.previous).toBe('/api/trees?species=Tilia&per_page=2&page=1')
  })

  test.each(['page=0', 'page=two', 'per_page=0', 'per_page=101'])('%s is 400', async (query) => {
    expect((await send('GET', `/api/trees?${query}`)).status).toBe(400)
  })
})

describe('what does not fit is a problem document', () => {
  const problem = (answer: Awaited<ReturnType<typeof send>>) => {
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body.status).toBe(answer.status)
    return answer.body
  }

  test('422 names every field, and nothing is written', async () => {
    const refused = problem(
      await send('POST', '/api/trees', { species: ' ', height_cm: 1.5, planted_on: '2026-02-31' }),
    )
    expect(refused).toMatchObject({ status: 422, code: 'E_VALIDATION_FAILED' })
    expect(refused.errors).toEqual({
      species: ['Write 2 characters or more.'],
      street: ['This is missing.'],
      height_cm: ['The height is a whole number of centimetres.'],
      planted_on: ['The calendar has no such day.'],
    })
    expect((await send('GET', '/api/trees')).body.total).toBe(0)
  })

  test.each([
    [400, 'E_JSON_MALFORMED', 'application/json', '{"species":'],
    [415, 'E_MEDIA_TYPE_UNSUPPORTED', 'text/plain', 'lime'],
    [422, 'E_VALIDATION_FAILED', 'application/json', '[]'],
  ])('%i %s', async (status, code, type, body) => {
    const response = await app.fetch('/api/trees', {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    })
    expect(await response.json()).toMatchObject({ status, code })
  })

  test('404 for a tree that is not there, whoever asks', async () => {
    for (const accept of ['application/json', '*/*', 'text/html']) {
      expect(problem(await send('GET', '/api/trees/1', undefined, { accept })).status).toBe(404)
    }
    expect(problem(await send('GET', '/api/trees/lime')).status).toBe(404)
  })

  test('405 says what is allowed', async () => {
    const refused = await send('PUT', '/api/trees', lime)
    expect(problem(refused).status).toBe(405)
    expect(refused.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
  })
})

describe('versions', () => {
  const v1 = { accept: 'application/vnd.trees.v1+json' }

  test('the first one still measures in metres', async () => {
    const path = await plant()
    expect((await send('GET', path, undefined, v1)).body).toMatchObject({
      name: 'Tilia cordata',
      height: 18.5,
    })
    expect((await send('GET', '/api/trees', undefined, v1)).body).toMatchObject([{ name: 'Tilia cordata' }])
    expect((await send('GET', path)).headers.get('vary')).toBe('Accept')
  })

  test('and is only read: 405', async () => {
    expect(await send('DELETE', await plant(), undefined, v1)).toMatchObject({ status: 405 })
  })

  test('one that never was is 406', async () => {
    const refused = await send('GET', '/api/trees', undefined, { accept: 'application/vnd.trees.v3+json' })
    expect(refused.body).toMatchObject({ status: 406, code: 'E_VERSION_NOT_ACCEPTABLE' })
  })
})
