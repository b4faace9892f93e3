import { relative } from 'node:path'
import type { TemplatePart } from './view-eta.ts'
import type { TemplateSource } from './syntax-error.ts'
import { LineIndex } from './line-index.ts'

interface ForeignForm {
  readonly pattern: RegExp
  readonly instead: string
  readonly isOfBrowsersToo?: boolean
}

const DIRECTIVES =
  'if|elseif|unless|isset|empty|for|foreach|forelse|while|switch|case|include|extends|section|yield'
const WORDS =
  'else|endif|endunless|endisset|endempty|endfor|endforeach|endforelse|endwhile|endswitch|endsection|csrf'

/** What PHP and Blade have for what a tag of ours does. A directive stands at the beginning of its line: elsewhere it is an address. */
const FORMS: readonly ForeignForm[] = [
  { pattern: /<\?(?:=|php\b)/, instead: '`<%= value %>` for what is printed, `<% code %>` for what runs' },
  { pattern: /\{!!.*?!!\}/, instead: '`<%~ html %>`, which does not escape' },
  { pattern: /\{\{.*?\}\}/, instead: '`<%= value %>`', isOfBrowsersToo: true },
  {
    pattern: new RegExp(`^[ \\t]*@(?:(?:${DIRECTIVES})\\s*\\(|(?:${WORDS})\\b)`, 'm'),
    instead:
      '`<% if (...) { %> ... <% } %>`, `<% for (const item of items) { %> ... <% } %>`, `<%= include(...) %>`',
  },
]

/** Frameworks of the browser have `{{ }}` as well; a page that speaks one of them means it. */
const BROWSER_TEMPLATE = /\s(?:v-[a-z]+|x-[a-z]+|ng-[a-z]+|:[a-z-]+|@[a-z]+)(?:[.:][\w.-]+)?=/

/** A warning about the first piece of PHP or Blade in a template, which would be sent as it stands; undefined when there is none. */
export function foreignSyntax(
  { file, text }: TemplateSource,
  parts: readonly TemplatePart[],
): string | undefined {
  const markup = withoutScripts(withoutTags(text, parts))
  const forms = BROWSER_TEMPLATE.test(markup)
    ? FORMS.filter(({ isOfBrowsersToo }) => !isOfBrowsersToo)
    : FORMS
  const [first] = forms
    .flatMap(({ pattern, instead }) => {
      const match = pattern.exec(markup)
      return match === null ? [] : [{ match, instead }]
    })
    .toSorted((a, b) => a.match.index - b.match.index)
  if (first === undefined) return undefined
  const { match, instead } = first
  const written = match[0].trim()
  const { line, column } = new LineIndex(text).at(match.index + match[0].indexOf(written))
  return `${relative(process.cwd(), file)}:${line}:${column}: ${written} is no tag of a view and is sent as it stands. Write ${instead}.`
}

/** Spaces take the place of what is left out, so that offsets stay. */
function withoutTags(text: string, parts: readonly TemplatePart[]): string {
  let markup = text
  for (const part of parts) {
    if (part.kind === 'text') continue
    markup = markup.slice(0, part.start) + blank(text.slice(part.start, part.end)) + markup.slice(part.end)
  }
  return markup
}

function withoutScripts(markup: string): string {
  return markup.replaceAll(/<(script|style|pre|code)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->/gi, blank)
}

const blank = (text: string): string => text.replaceAll(/[^\r\n]/g, ' ')
