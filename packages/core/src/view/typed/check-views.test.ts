import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkViews, ViewChecker } from '../../view-types/index.ts'
import { typedApp } from '../temporary-app.fixture.ts'

const HEAD = `<% import type { Post } from '#models/post'; type Props = { post: Post, related?: Post[] } %>\n`

/** A small app that is right in every way. */
const app = {
  'app/views/posts/show.eta': `<%
  import type { Post } from '#models/post'
  // the author's post
  type Props = { post: Post, related?: Post[] }
%>
<% layout('layouts/main', { title: post.title }) %>
<h1 title='<%= post.title %>'><%= post.title // not escaped twice %></h1>
<% if (post.author) { %>
  <%= include('posts/byline', { author: post.author }) %>
<% } else { %>
  nobody in <%= appName %>, <%= year.toFixed() %>
<% } %>
<% const row = (other) => { %><li><a href="<%= url('posts.show', other) %>"><%= other.title %></a></li><% } %>
<% for (const other of related ?? []) row(other) %>
<% component('components/card', { kind: 'note' }, () => { %>
  <%~ json(post) %> <% slot('footer', () => { %>foot<% }) %>
<% }) %>
<%= include('hello') %> <%= asset('app.ts') %> <%= new Date() %> <%= Math.max(1, 2) %>
`,
  'app/views/posts/byline.eta': `<%
  import type { User } from '../../models/post.ts'
  type Props = { author: User }
%>
by <%= author.name %>`,
  'app/views/layouts/main.eta': `<% type Props = { title: string } %><title><%= title %></title><%= content %><%= slots.side %>`,
  'app/views/components/card.eta': `<% type Props = { kind: 'note' | 'warning' } %>
<div class="<%= kind %>"><%= content %><%= slots.footer ?? '' %></div>`,
  'app/views/hello.eta': 'Hello',
}

/** A name for the view, its body, and how the message begins. */
const mistakes: readonly (readonly [name: string, body: string, message: string, head?: string])[] = [
  [
    'a-name-that-is-no-prop',
    `<%= titel %>`,
    `2:5 'titel' is no prop of this view and nothing that all views know.`,
  ],
  [
    'a-mistyped-prop-with-what-may-be-meant',
    `<%= psot %>`,
    `2:5 'psot' is no prop of this view and nothing that all views know. Did you mean 'post'?`,
  ],
  [
    'an-unknown-partial',
    `<%= include('posts/bylin', {}) %>`,
    `2:13 Argument of type '"posts/bylin"' is not assignable`,
  ],
  [
    'null-into-a-partial',
    `<%= include('posts/byline', { author: post.author }) %>`,
    `2:31 Type 'User | null' is not assignable to type 'User'.`,
  ],
  ['a-missing-prop-of-a-partial', `<%= include('posts/byline', {}) %>`, `2:29 `],
  [
    'a-prop-that-the-partial-does-not-have',
    `<%= include('posts/byline', { author: { name: '' }, x: 1 }) %>`,
    `2:53 Object literal may only specify known properties`,
  ],
  ['a-prop-for-a-view-without-props', `<%= include('hello', { x: 1 }) %>`, `2:24 `],
  [
    'a-wrong-layout-prop',
    `<% layout('layouts/main', { title: post }) %>`,
    `2:29 Type 'Post' is not assignable to type 'string'.`,
  ],
  ['an-unknown-layout', `<% layout('layouts/mian', { title: '' }) %>`, `2:11 `],
  [
    'a-wrong-prop-of-a-component',
    `<% component('components/card', { kind: 'hint' }, () => { %>x<% }) %>`,
    `2:35 Type '"hint"' is not assignable`,
  ],
  ['an-unknown-route', `<%= url('posts.shwo', post) %>`, `2:9 Argument of type '"posts.shwo"'`],
  ['a-missing-route-parameter', `<%= url('posts.show', {}) %>`, `2:23 `],
  [
    'an-optional-prop-taken-for-granted',
    `<% for (const other of related) { %>x<% } %>`,
    `2:24 'related' is possibly 'undefined'.`,
  ],
  [
    'a-forgotten-await',
    `<%= (async () => 1)() %>`,
    `2:5 Argument of type 'Promise<number>' is not assignable`,
  ],
  ['a-whole-object-printed', `<%= post %>`, `2:5 Argument of type 'Post' is not assignable`],
  [
    'a-type-in-the-body',
    `<%= post as any %>`,
    `2:10 Unexpected token. The body of a template is plain JavaScript; types belong to its head.`,
  ],
  ['a-block-that-is-never-closed', `<% if (post) { %>x`, `2:`],
  ['a-head-that-imports-what-is-not-there', ``, `1:18 `, HEAD.replace('{ Post }', '{ Pots as Post }')],
]

async function check(files: Record<string, string>, project = false): Promise<string[]> {
  const { root } = typedApp({ ...app, ...files })
  const found = await checkViews({ root, project })
  return found.map(
    ({ file, line, column, message }) => `${relative(root, file)}:${line}:${column} ${message}`,
  )
}

describe('checkViews', () => {
  test('finds nothing in an app that is right', async () => {
    expect(await check({})).toEqual([])
  })

  test('a mistyped property in a body, with the line and column of the template', async () => {
    const text = `<%\n  import type { Post } from '#models/post'; type Props = { post: Post }\n%>\n<article class="post"><h1><%= post.titel %></h1>`
    expect(await check({ 'app/views/posts/show.eta': text })).toEqual([
      `app/views/posts/show.eta:4:36 Property 'titel' does not exist on type 'Post'. Did you mean 'title'?`,
    ])
  })

  test('each mistake is found, at its place, and nothing besides', async () => {
    const found = await check(
      Object.fromEntries(
        mistakes.map(([name, body, , head = HEAD]) => [`app/views/${name}.eta`, head + body]),
      ),
    )
    const expected = mistakes.map(([name, , message]) => `app/views/${name}.eta:${message}`).toSorted()
    expect(found.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected)
  })

  test('every mistake of every file, and one broken file hides no other', async () => {
    const found = await check({
      'app/views/a.eta': 'one\r\n  <%= two %> <%= three %>',
      'app/views/b.eta': '<% if ( %>',
      'app/views/c.eta': 'ü😀 <%= x %>',
    })
    expect(found.map((line) => line.split(' ')[0])).toEqual([
      'app/views/a.eta:2:7',
      'app/views/a.eta:2:18',
      'app/views/b.eta:1:7',
      'app/views/c.eta:1:9',
    ])
  })

  test('controllers: a wrong view name, a missing, a mistyped and an unknown prop', async () => {
    const found = await check(
      {
        'app/controllers/posts.ts': `import { url, view } from '../vanillin.ts'
const post = { id: 1, title: 'x', author: null }
view('posts/show', { post })
view('hello')
view('posts/shwo', { post })
view('posts/show')
view('posts/show', {})
view('posts/show', { post: { id: 1 } })
view('posts/show', { post, x: 1 })
view('hello', { x: 1 })
url('posts.index')
url('posts.show', { id: 7 })
url('posts.shwo')
url('posts.show')
`,
      },
      true,
    )
    expect(found.map((line) => line.split(' ')[0])).toEqual(
      ['5:6', '6:1', '7:20', '8:22', '9:28', '10:17', '13:5', '14:1'].map(
        (place) => `app/controllers/posts.ts:${place}`,
      ),
    )
  })

  test('a second check sees what was edited, added and removed', async () => {
    const { root, write } = typedApp(app)
    const checker = new ViewChecker({ root })
    expect(await checker.check()).toEqual([])
    write('app/views/hello.eta', '<% type Props = { name: string } %>Hello <%= name %>')
    expect(await checker.check()).toMatchObject([{ file: `${root}/app/views/posts/show.eta`, line: 18 }])
    write('app/views/hello.eta', 'Hello')
    write(
      'app/models/post.ts',
      'export interface User { name: string }\nexport interface Post { id: number }\n',
    )
    expect((await checker.check()).length).toBeGreaterThan(2)
  })
})
