import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Views } from './index.ts'

function warningsOf(text: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'page.eta'), text)
  const warnings: string[] = []
  const views = new Views({ folder, environment: 'development', warn: (message) => warnings.push(message) })
  views.render('page', { x: 1 })
  views.render('page', { x: 1 })
  return warnings.map((message) => message.replace(/^.*page\.eta/, 'page.eta'))
}

test.each([
  ['<p>\n  {{ $x }}</p>', 'page.eta:2:3: {{ $x }} is no tag', '`<%= value %>`'],
  ['<p><?= $x ?></p>', 'page.eta:1:4: <?= is no tag', '`<%= value %>` for what is printed'],
  ['<?php echo 1 ?>', 'page.eta:1:1: <?php is no tag', '`<% code %>` for what runs'],
  ['{!! $x !!}', 'page.eta:1:1: {!! $x !!} is no tag', '`<%~ html %>`'],
  [
    '<ul>\n  @foreach ($tags as $tag)\n {{ $tag }}\n @endforeach',
    'page.eta:2:3: @foreach ( is no tag',
    'for (const item',
  ],
  ['<%= x %>\n@csrf', 'page.eta:2:1: @csrf is no tag', 'include'],
])(
  'PHP and Blade in a template are told of once, with place and what to write: %j',
  (text, place, instead) => {
    const warnings = warningsOf(text)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(place)
    expect(warnings[0]).toContain(instead)
  },
)

test.each([
  '<%= x %> and <% if (x) { %>yes<% } %>',
  'Write to ann@if.example or @else.',
  '<style>\n@media print { }\n@import url(a.css);</style>',
  '<script>const t = `{{ x }}`</script><pre>{{ x }}</pre>',
  '<p v-if="x">{{ x }}</p>',
  '<!-- {{ x }} -->',
  "<%= '{{ x }}' %>",
])('what is none is left alone: %j', (text) => {
  expect(warningsOf(text)).toEqual([])
})
