import './app-folder.ts'
import { describe, expect, test } from 'vitest'
import { hasPhp } from './has-php.ts'
import { testApp } from 'vanillin/testing'

const app = await testApp()

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Logs in on PHP's page. */
async function logIn() {
  const visitor = app.visitor()
  const login = await visitor.visit('/login')
  expect(login.text('footer')).toContain('PHP')
  const account = await login.submit('main form', { name: 'ada', password: 'lovelace' })
  return { visitor, account }
}

describe.runIf(hasPhp)('between PHP and Vanillin', () => {
  test('who logs in with PHP is logged in here, and sees the message that PHP has left', async () => {
    const { visitor, account } = await logIn()
    expect([account.path, account.text('footer')]).toEqual([
      '/account',
      'Lantern Street Gardens · this page is made with Vanillin',
    ])
    expect(account.text('.flash')).toBe('Welcome back.')
    expect(account.text('main')).toContain('Hello ada.')
    expect((await visitor.visit('/contact')).text('nav')).toContain('ada')
    expect((await visitor.visit('/account')).has('.flash')).toBe(false)
  })

  test('who logs out here is logged out in PHP, with the form of either side', async () => {
    for (const from of ['/contact', '/news']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { visitor } = await logIn()
      // oxlint-disable-next-line no-await-in-loop -- as above
      const page = await visitor.visit(from)
      // oxlint-disable-next-line no-await-in-loop -- as above
      const home = await page.submit('header form')
      expect([home.path, home.text('.flash')]).toEqual(['/', 'You are logged out.'])
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect((await visitor.visit('/contact')).text('nav')).toContain('Log in')
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect((await visitor.visit('/account')).path).toBe('/login')
    }
  })

  test('a picture goes from a ported page to PHP, which answers with a message that the ported page shows', async () => {
    const { visitor, account } = await logIn()
    const refused = await account.submit('main form', {
      picture: new File(['no picture'], 'a.png', { type: 'image/png' }),
    })
    expect([refused.path, refused.text('.error')]).toEqual(['/account', 'A picture is a PNG or a JPEG.'])
    const kept = await refused.submit('main form', {
      picture: new File([PNG], 'me.png', { type: 'image/png' }),
    })
    expect(kept.text('.flash')).toBe('Your picture is kept.')
    const picture = await visitor.visit(kept.all('.portrait')[0]!.attribute('src')!)
    expect([picture.headers.get('content-type'), Buffer.compare(picture.bytes, PNG)]).toEqual([
      'image/png',
      0,
    ])
  })

  test("PHP's form is checked here, and PHP shows what is wrong with it, and the thanks", async () => {
    const { visitor } = await logIn()
    const contact = await visitor.visit('/contact')
    const refused = await contact.submit('main form', { name: 'Bo <b>', body: '' })
    expect([refused.path, refused.text('footer'), refused.text('.error')]).toEqual([
      '/contact',
      'Lantern Street Gardens · this page is made with PHP',
      'Write a few words.',
    ])
    expect(refused.all('#name')[0]!.attribute('value')).toBe('Bo <b>')
    const thanks = await refused.submit('main form', { body: 'Who has the keys?' })
    expect(thanks.text('.flash')).toBe('Thank you. We answer within a week.')
    expect((await visitor.visit('/account')).text('main article')).toBe('Bo <b>: Who has the keys?')
  })

  test('a guest signs the ported guestbook', async () => {
    const book = await app.visit('/pages/guestbook.php')
    const refused = await book.submit('main form', { name: 'Cy', body: ' ' })
    expect(refused.text('.error')).toBe('Write a few words.')
    const signed = await refused.submit('main form', { body: 'Lovely <beans>.' })
    expect([signed.path, signed.text('.flash')]).toEqual([
      '/pages/guestbook.php',
      'Thank you for your words.',
    ])
    expect(signed.text('main article')).toBe('Cy: Lovely <beans>.')
  })

  test.each(['/logout', '/contact', '/pages/guestbook.php', '/account/picture'])(
    'a form without its token is refused: %s',
    async (path) => {
      const { visitor } = await logIn()
      const answer = await visitor.post(path, { form: { name: 'Eve', body: 'forged', csrf: 'guessed' } })
      expect([403, 419]).toContain(answer.status)
      expect((await visitor.visit('/account')).path).toBe('/account')
    },
  )
})
