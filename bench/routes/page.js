import { posts, users } from '../databases/page-rows.js'
import { expectAnswer } from './expect-answer.js'
import { unescapeHtml, withoutLineBreaks } from './html-text.js'

const userId = 7
const flash = 'Welcome back.'
const user = users.find(({ id }) => id === userId)
const rowsShown = 20

/**
 * The page of a visitor who has logged in, as an app has it: everything that it is made of is in it.
 *
 * @type {import('./index.js').BenchRoute}
 */
export const page = {
  name: 'page',
  description: `the page of a logged-in user: session, CSRF token, user and ${rowsShown} posts with their authors from the database, layout, partials`,
  request: { path: '/page' },
  async signIn(visitor) {
    expectPage(await visitor.open(`/login?id=${userId}`), flash)
    if (visitor.cookie === undefined) throw new Error('no cookie')
  },
  async signOut(visitor) {
    const form = toForm(expectPage(await visitor.send('/page'), undefined))
    await visitor.submit('/logout', { [form.field]: `${form.token.slice(0, -8)}AAAAAAAA` })
    if ((await visitor.send('/page')).status !== 200) throw new Error('a forged token has logged out')
    const { status, body } = await visitor.submit('/logout', { [form.field]: form.token })
    if (status !== 302 && status !== 303)
      throw new Error(`the form's own token is answered ${status}: ${body}`)
    if ((await visitor.send('/page')).status === 200) throw new Error('the page is shown after the logout')
  },
  check(answer) {
    expectPage(answer, undefined)
  },
}

const expectedRows = posts
  .toSorted((left, right) => right.id - left.id)
  .slice(0, rowsShown)
  .map(({ title, userId: author, body }) => `${title} | by ${users[author - 1]?.name} | ${body}`)
  .join('\n')

const frame =
  /^<!doctype html><html><head><title>Posts<\/title><\/head><body><nav><strong>([^<>]*)<\/strong>(<form .*<\/form>)<\/nav>(?:<p class="flash">([^<>]*)<\/p>)?<main><h1>Posts<\/h1>(.*)<\/main><\/body><\/html>$/is

/**
 * @param {import('./index.js').Answer} answer
 * @param {string | undefined} message that it must show, undefined: none
 * @returns {string} its form
 */
function expectPage(answer, message) {
  expectAnswer(answer, { type: 'text/html' })
  if (!/charset=utf-8/i.test(answer.headers.get('content-type') ?? '')) throw new Error('no charset=utf-8')
  const parts = frame.exec(withoutLineBreaks(answer.body))
  if (!parts) throw new Error(`not the page:\n${answer.body}`)
  const [, name = '', form = '', shown, rows = ''] = parts
  if (unescapeHtml(name) !== user?.name) throw new Error(`the user is ${name} instead of ${user?.name}`)
  if (shown !== message) throw new Error(`the flash message is ${shown} instead of ${message}`)
  toForm(form)
  const texts = toRows(rows)
  if (texts !== expectedRows)
    throw new Error(`other rows than expected:\n${texts}\ninstead of\n${expectedRows}`)
  return form
}

/** @param {string} html the articles */
function toRows(html) {
  return html
    .split('</article>')
    .filter((row) => row !== '')
    .map(toRow)
    .join('\n')
}

/** @param {string} html without its end */
function toRow(html) {
  const texts = /^<article><h2>([^<>]*)<\/h2><p class="author">([^<>]*)<\/p><p>([^<>]*)<\/p>$/.exec(html)
  if (!texts) throw new Error(`not an escaped row: ${html}`)
  return texts.slice(1).map(unescapeHtml).join(' | ')
}

/**
 * @param {string} html
 * @returns {{ field: string, token: string }}
 */
function toForm(html) {
  const input =
    /^<form method="post" action="\/logout"><input type=["']hidden["'] name=["']([^"'<>]+)["'] value=["']([^"'<>]+)["']\s*\/?><button>Log out<\/button><\/form>$/i.exec(
      html,
    )
  const [, field = '', token = ''] = input ?? []
  if (token.length < 16) throw new Error(`no form with a token: ${html}`)
  return { field, token: unescapeHtml(token) }
}
