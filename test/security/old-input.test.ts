import vine from '@vinejs/vine'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Controller, createApp, defineRoutes, sessions, type Application } from 'vanillin'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { coresHere } from '../application/cores.ts'

const root = mkdtempSync(join(tmpdir(), 'vanillin-old-input-'))
const page = `<% layout('frame') %><form method="post"><%= csrf() %>
<b><%= old('name', 'nobody') %></b><i><%= old('address.city') %></i><u><%= old('tags', ['none']).join(',') %></u>
<s><%= (old('name') ?? '').toUpperCase() %></s><% for (const tag of old('tags', [])) { %><em><%= tag.trim() %></em><% } %>
</form>`

/** Refused in each case: it wants a field that nobody sends. */
const schema = vine.create({ missing: vine.string() })

class Forms extends Controller {
  show() {
    return this.view('form')
  }

  async store() {
    await this.validate(schema)
    return null
  }
}

beforeAll(() => {
  mkdirSync(join(root, 'app/views'), { recursive: true })
  writeFileSync(join(root, 'app/views/form.eta'), page)
  writeFileSync(join(root, 'app/views/frame.eta'), '<main title="<%= old(\'name\') %>"><%= content %></main>')
  vi.stubEnv('VANILLIN_ROOT', root)
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true, force: true })
})

describe.each(coresHere())('the page of a form that came back, on the %s core', (core) => {
  let app: Application
  let origin: string

  beforeAll(async () => {
    app = createApp({ app: { name: 'Forms', log: { level: 'silent' } } }, [
      sessions({ driver: 'memory' }),
      defineRoutes((route) => {
        route.get('/form', [Forms, 'show'])
        route.post('/form', [Forms, 'store'])
      }),
    ])
    origin = `http://127.0.0.1:${(await app.listen({ port: 0, core })).port}`
  })
  afterAll(() => app.shutdown())

  /** Sends the form, is sent back, and reads what stands in the places of the page. */
  const shown = async (body: string, type = 'application/x-www-form-urlencoded') => {
    const first = await fetch(`${origin}/form`)
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const token = /value="([^"]+)"/.exec(await first.text())?.[1] ?? ''
    const sent = await fetch(`${origin}/form`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie,
        accept: 'text/html',
        'content-type': type,
        'x-csrf-token': token,
        referer: `${origin}/form`,
      },
      body,
    })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/form'])
    const back = await fetch(`${origin}/form`, { headers: { cookie } })
    const html = await back.text()
    expect(back.status, html).toBe(200)
    const textOf = (tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`).exec(html)?.[1]
    return { name: textOf('b'), city: textOf('i'), tags: textOf('u'), upper: textOf('s') }
  }

  test('has what was typed', async () => {
    expect(await shown('name=ada&address[city]=Bern&tags[]=a&tags[]=b')).toEqual({
      name: 'ada',
      city: 'Bern',
      tags: 'a,b',
      upper: 'ADA',
    })
  })

  test('has what was there at first where nothing was typed', async () => {
    expect(await shown('other=1')).toEqual({ name: 'nobody', city: '', tags: 'none', upper: '' })
  })

  test.each([
    ['name[y]=1'],
    ['name[]=1'],
    ['name[y][z]=1'],
    ['name[toString]=1'],
    ['name[length]=1'],
    ['name[__html]=1'],
    ['name[]=1&name[][x]=2'],
  ])('is empty where a list or a map was sent for a text: %s', async (body) => {
    expect(await shown(body)).toEqual({ name: '', city: '', tags: 'none', upper: '' })
  })

  test.each([
    ['tags=a', ''],
    ['tags[x]=a', ''],
    ['tags[]=a&tags[][x]=b&tags[]=c', 'a,c'],
    ['tags[][]=a', ''],
  ])('has the texts of a list alone: %s', async (body, tags) => {
    expect(await shown(body)).toMatchObject({ tags })
  })

  test.each([['address=Bern'], ['address[city][]=Bern'], ['address[city][x]=Bern'], ['address[]=Bern']])(
    'is empty where a nested field has another shape: %s',
    async (body) => {
      expect(await shown(body)).toMatchObject({ city: '' })
    },
  )

  test('has numbers of JSON as texts, and nothing of what is no text', async () => {
    const json = (value: unknown) => shown(JSON.stringify(value), 'application/json')
    expect(await json({ name: 7, tags: [1, true, null, {}] })).toMatchObject({
      name: '7',
      upper: '7',
      tags: '1,true',
    })
    for (const name of [null, {}, [], [['a']]])
      expect(await json({ name })).toMatchObject({ name: '', upper: '' })
  })
})
