import { beforeAll, describe, expect, test } from 'vitest'
import { createApp, defineRoutes, html, middleware } from '../../index.ts'
import { TestApp, type FieldValue, type Page } from '../index.ts'

let markup = ''
let received: { method: string; query: string; type: string; body: Buffer } | undefined

/** In front of the action, for which the body of a form would be parsed. */
const receive = middleware(async (request) => {
  received = {
    method: request.method,
    query: request.queryString,
    type: request.headers.get('content-type') ?? '',
    body: Buffer.from(await request.body.bytes()),
  }
  return html('received')
})

const application = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
  defineRoutes((route) => {
    route.get('/page', () => html(markup))
    route.get('/sent', () => 'not reached').use(receive)
    route.post('/sent', () => 'not reached').use(receive)
  }),
])
const app = new TestApp(application)
beforeAll(() => application.boot())

async function pageOf(source: string): Promise<Page> {
  markup = source
  return app.visit('/page?old=1')
}

/** What a form sends by GET, where the query shows it. */
async function sent(fields: string, values?: Record<string, FieldValue>, selector = 'form'): Promise<string> {
  await (await pageOf(`<form action="/sent">${fields}</form>`)).submit(selector, values)
  return decodeURIComponent(received!.query.replaceAll('+', ' '))
}

describe('what is read', () => {
  test('texts are what a reader sees', async () => {
    const page = await pageOf(
      '<title> A  title </title><script>no</script><ul><li>One</li><li>Two <b>bo</b>ld</li></ul><p hidden>x',
    )
    expect(page.title).toBe('A title')
    expect(page.text('ul')).toBe('One Two bold')
    expect(page.text()).not.toContain('no')
    expect(page.all('li').map(({ text }) => text)).toEqual(['One', 'Two bold'])
    expect(page.all('li:contains("One")').map((item) => item.html)).toEqual(['<li>One</li>'])
    expect([page.has('li'), page.has('table')]).toEqual([true, false])
  })

  test('what is not there is named, with what is there', async () => {
    const page = await pageOf('<p>Nothing here')
    expect(() => page.text('h1')).toThrow(/\/page\?old=1 \(200\) has no element "h1"\. It says: Nothing here/)
    expect(() => page.text('p[')).toThrow(expect.objectContaining({ code: 'E_TEST_SELECTOR' }))
    expect(() => page.json()).toThrow(SyntaxError)
  })

  test('a link that is not the only one is not guessed at', async () => {
    const page = await pageOf('<a href="/a">A</a> <a href="/b">B</a> <p>')
    await expect(page.click('a')).rejects.toThrow(/matches 2 elements: <a href="\/a">A, <a href="\/b">B/)
    await expect(page.click('p')).rejects.toThrow(/neither a link nor a button/)
    const twice = await pageOf('<base href="/deep/"><a href="../sent">A</a> <a href="../sent">again</a>')
    expect((await twice.click('a')).path).toBe('/sent')
  })
})

describe('what a form sends', () => {
  test('what nobody touched is sent as it stands', async () => {
    const fields = `
      <input type="hidden" name="_token" value="abc"><input name="title" value="Old"><input><input disabled name="off" value="1">
      <textarea name="text">\nFirst</textarea>
      <input type="checkbox" name="yes" checked><input type="checkbox" name="no">
      <input type="radio" name="size" value="s"><input type="radio" name="size" value="m" checked>
      <select name="one"><option disabled value="0">Choose<option>First<option value="2">Second</select>
      <select name="many" multiple><option selected>a<option>b<option selected>c</select>
      <fieldset disabled><legend><input name="legend" value="in"></legend><input name="fieldset" value="out"></fieldset>
      <datalist><input name="list" value="1"></datalist>
      <button type="button" name="plain" value="1"></button><button name="save" value="1"></button><button name="other" value="2"></button>`
    expect(await sent(fields)).toBe(
      '_token=abc&title=Old&text=First&yes=on&size=m&one=First&many=a&many=c&legend=in&save=1',
    )
  })

  test('fields are filled in by their names', async () => {
    const fields = `<input name="title" value="Old"><textarea name="text"></textarea><input type="number" name="n">
      <input type="checkbox" name="yes"><input type="hidden" name="terms" value="0"><input type="checkbox" name="terms" value="1">
      <input type="checkbox" name="tags[]" value="a" checked><input type="checkbox" name="tags[]" value="b">
      <input type="radio" name="size" value="s"><select name="one"><option>x<option value="2">y</select>
      <input name="line[]"><input name="line[]" value="kept">`
    const values = {
      title: 'New\nline',
      text: 'a\nb',
      n: 7,
      yes: true,
      terms: true,
      'tags[]': ['b'],
      size: 's',
      one: '2',
      'line[]': ['first'],
    }
    expect(await sent(fields, values)).toBe(
      'title=Newline&text=a\r\nb&n=7&yes=on&terms=0&terms=1&tags[]=b&size=s&one=2&line[]=first&line[]=kept',
    )
    expect(await sent(fields, { title: null, yes: false, 'tags[]': [] })).toBe(
      'title=&text=&n=&terms=0&one=x&line[]=&line[]=kept',
    )
  })

  test('the button that is pressed is sent, and may stand outside', async () => {
    const fields = '<button name="do" value="save">Save</button><button name="do" value="drop">Drop</button>'
    expect(await sent(fields, {}, 'button:contains("Drop")')).toBe('do=drop')
    const page = await pageOf(
      '<form id="f" action="/none"><input name="a" value="1"></form><button form="f" formaction="/sent" name="b">',
    )
    expect((await page.click('button')).path).toBe('/sent')
    expect(received!.query).toBe('a=1&b=')
    expect(await sent('<input type="image" name="map">', {}, 'input')).toBe('map.x=0&map.y=0')
  })

  test.each<[fields: string, values: Record<string, FieldValue>, message: string]>([
    ['<input name="title"><input name="text">', { titel: 'x' }, 'no field "titel". It has "title", "text"'],
    ['', { title: 'x' }, 'It has none at all'],
    ['<input name="a" disabled>', { a: 'x' }, 'a is disabled or read-only'],
    ['<input name="a" readonly>', { a: 'x' }, 'a is disabled or read-only'],
    ['<select name="a"><option>x<option>y</select>', { a: 'z' }, 'does not offer "z", only "x", "y"'],
    ['<select name="a"><option>x<option>y</select>', { a: ['x', 'y'] }, 'give one of its values'],
    ['<input type="radio" name="a" value="x">', { a: 'z' }, 'does not offer "z", only "x"'],
    ['<input type="radio" name="a" value="x">', { a: null }, 'give one of its values'],
    [
      '<input type="checkbox" name="a" value="x"><input type="checkbox" name="a">',
      { a: true },
      '2 checkboxes',
    ],
    ['<input name="a">', { a: true }, 'takes a text'],
    ['<input name="a">', { a: new Blob(['x']) }, 'takes no file'],
    ['<input name="a"><input name="a">', { a: 'x' }, 'is 2 controls'],
    ['<input name="a">', { a: ['x', 'y'] }, 'is 1 controls'],
    ['<input type="file" name="a">', { a: 'x' }, 'takes a file'],
    ['<input type="file" name="a">', { a: [new Blob([]), new Blob([])] }, 'takes one file'],
    ['<button disabled>', {}, '<button> is disabled'],
  ])('%s is not filled with %o', async (fields, values, message) => {
    await expect(sent(fields, values)).rejects.toThrow(
      expect.objectContaining({ code: 'E_TEST_FORM', message: expect.stringContaining(message) }),
    )
  })

  test('files go as multipart, with their names, types and bytes', async () => {
    const page = await pageOf(
      `<form method="post" enctype="multipart/form-data" action="/sent"><input name="title"><input type="file" name="one">
      <input type="file" name="many[]" multiple><input type="file" name="none"><button name="save" value="yes">`,
    )
    const bytes = new Uint8Array([0, 13, 10, 255])
    await page.submit('form', {
      title: 'ä\n',
      one: new File([bytes], 'a "quoted" name.png', { type: 'image/png' }),
      'many[]': [new File(['1'], '1.txt', { type: 'text/plain' }), new Blob(['2'])],
    })
    const form = await new Response(new Uint8Array(received!.body), {
      headers: { 'content-type': received!.type },
    }).formData()
    expect([...form.keys()]).toEqual(['title', 'one', 'many[]', 'many[]', 'none', 'save'])
    expect([form.get('title'), form.get('save')]).toEqual(['ä', 'yes'])
    const one = form.get('one') as File
    expect([one.name, one.type]).toEqual(['a "quoted" name.png', 'image/png'])
    expect(new Uint8Array(await one.arrayBuffer())).toEqual(bytes)
    expect((form.getAll('many[]') as File[]).map(({ name }) => name)).toEqual(['1.txt', 'blob'])
    // What PHP calls UPLOAD_ERR_NO_FILE.
    expect(received!.body.toString('latin1')).toContain('name="none"; filename=""')
  })

  test('a form of text/plain is one, and a button may say how it is sent', async () => {
    const page = await pageOf(
      '<form action="/none"><input name="a" value="1 2"><button formmethod="post" formenctype="text/plain" formaction="/sent">',
    )
    await page.click('button')
    expect(received).toMatchObject({ method: 'POST', type: 'text/plain;charset=UTF-8' })
    expect(received!.body.toString()).toBe('a=1 2\r\n')
  })

  test('of several forms none is guessed at', async () => {
    const page = await pageOf('<form action="/a"></form><form action="/b"></form>')
    await expect(page.submit('form')).rejects.toThrow(
      /matches 2 elements: <form action="\/a">, <form action="\/b">/,
    )
    expect((await pageOf('<form></form>').then((one) => one.submit('form'))).url.href).toBe(
      'http://localhost/page',
    )
  })
})
