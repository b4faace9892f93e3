import { rmSync, statSync, utimesSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Views } from './index.ts'
import { temporaryViews } from './temporary-app.fixture.ts'

test('in development an edited file is compiled again, without being told', () => {
  const app = temporaryViews({ page: `<%= include('part') %>`, part: 'one' })
  const views = new Views({ folder: app.views, environment: 'development' })
  expect(views.render('page')).toBe('one')
  app.write('app/views/part.eta', 'two!')
  expect(views.render('page')).toBe('two!')
})

test('otherwise a file is compiled once, until it is invalidated', () => {
  const app = temporaryViews({ a: '1', b: '1' })
  const views = new Views({ folder: app.views, environment: 'production' })
  const pages = (): string => views.render('a') + views.render('b')
  expect(pages()).toBe('11')
  app.write('app/views/a.eta', '2')
  app.write('app/views/b.eta', '2')
  expect(pages()).toBe('11')
  views.invalidate('a')
  expect(pages()).toBe('21')
  views.invalidate()
  expect(pages()).toBe('22')
})

test('an edit that leaves time and size as they were is seen after invalidate()', () => {
  const app = temporaryViews({ page: 'one' })
  const views = new Views({ folder: app.views, environment: 'development' })
  const { atime, mtime } = statSync(app.path('app/views/page.eta'))
  expect(views.render('page')).toBe('one')
  app.write('app/views/page.eta', 'two')
  utimesSync(app.path('app/views/page.eta'), atime, mtime)
  views.invalidate('page')
  expect(views.render('page')).toBe('two')
})

test('a template that was broken and is mended works again; one that is gone is gone', () => {
  const app = temporaryViews({ page: '<%= ( %>' })
  const views = new Views({ folder: app.views, environment: 'development' })
  expect(() => views.render('page')).toThrow(`The '(' is never closed`)
  app.write('app/views/page.eta', 'mended')
  expect(views.render('page')).toBe('mended')
  rmSync(app.path('app/views/page.eta'))
  expect(() => views.render('page')).toThrow(`There is no view 'page'`)
})

test('compileAll() finds the broken template at boot', () => {
  const { views } = temporaryViews({ a: 'fine', b: '<%= ( %>' })
  expect(() => new Views({ folder: views, environment: 'production' }).compileAll()).toThrow(
    `The '(' is never closed`,
  )
})
