import { isKnownVariable } from './rewrite-text.ts'
import type { ConditionTest, FileKind, RewriteCondition, RewriteFlags, RewriteRule } from './rewrite-rule.ts'

const FILE_TESTS: Readonly<Record<string, FileKind>> = {
  '-f': 'file',
  '-d': 'folder',
  '-l': 'link',
  '-s': 'full',
}

/** Why a directive is not understood, for its warning. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood'
}

/** @throws NotUnderstood */
export function parseCondition([text, given, flags]: readonly string[]): RewriteCondition {
  if (text === undefined || given === undefined) throw new NotUnderstood('it needs a text and a condition')
  assertKnown(text)
  const names = flagsOf(flags)
  for (const [name] of names)
    if (!['NC', 'OR', 'NV'].includes(name)) throw new NotUnderstood(`the flag ${name} is not known`)
  const isNegated = given.startsWith('!')
  const rest = isNegated ? given.slice(1) : given
  return {
    text,
    test: toTest(rest, names.has('NC')),
    isNegated,
    isAlternative: names.has('OR'),
  }
}

/** @throws NotUnderstood */
export function parseRule(
  line: number,
  [given, substitution, flags]: readonly string[],
  conditions: readonly RewriteCondition[],
): RewriteRule {
  if (given === undefined || substitution === undefined)
    throw new NotUnderstood('it needs a pattern and a substitution')
  assertKnown(substitution)
  const names = flagsOf(flags)
  const isNegated = given.startsWith('!')
  return {
    line,
    conditions,
    pattern: toPattern(isNegated ? given.slice(1) : given, names.has('NC')),
    isNegated,
    substitution: substitution === '-' ? undefined : substitution,
    flags: toFlags(names),
  }
}

function toTest(text: string, ignoresCase: boolean): ConditionTest {
  const type = FILE_TESTS[text]
  if (type !== undefined) return { kind: 'file', type }
  if (/^-[a-z]+$/i.test(text)) throw new NotUnderstood(`the test ${text} is not known`)
  const operator = text[0]
  if (operator === '=' || operator === '<' || operator === '>') {
    if (text[1] === '=' && operator !== '=') throw new NotUnderstood(`the operator ${operator}= is not known`)
    return { kind: 'compare', operator, with: text.slice(1).replace(/^"(.*)"$/, '$1') }
  }
  return { kind: 'pattern', pattern: toPattern(text, ignoresCase) }
}

/** Patterns are those of PCRE; what JavaScript has not is not understood. To Apache a dot is a line break too: `^admin/(.*)$` must hold for `/admin/%0A`. */
function toPattern(text: string, ignoresCase: boolean): RegExp {
  const inline = text.startsWith('(?i)')
  try {
    return new RegExp(inline ? text.slice('(?i)'.length) : text, ignoresCase || inline ? 'is' : 's')
  } catch (error) {
    throw new NotUnderstood(`the pattern is none: ${(error as Error).message}`)
  }
}

/** `[L,R=301,E=NAME:value]` by name; a flag that may repeat has its values. */
function flagsOf(text: string | undefined): Map<string, string[]> {
  const flags = new Map<string, string[]>()
  if (text === undefined) return flags
  if (!/^\[.*\]$/s.test(text)) throw new NotUnderstood(`${text} are no flags`)
  for (const flag of text.slice(1, -1).split(',')) {
    const [name = '', ...value] = flag.trim().split('=')
    const short = SHORT[name.toLowerCase()] ?? name.toUpperCase()
    flags.set(short, [...(flags.get(short) ?? []), value.join('=')])
  }
  return flags
}

const SHORT: Readonly<Record<string, string>> = {
  last: 'L',
  redirect: 'R',
  forbidden: 'F',
  gone: 'G',
  nocase: 'NC',
  ornext: 'OR',
  qsappend: 'QSA',
  qsdiscard: 'QSD',
  noescape: 'NE',
  passthrough: 'PT',
  env: 'E',
  nosubreq: 'NS',
}

/** PT and NS say what is so here anyway. */
const KNOWN_FLAGS = new Set(['L', 'END', 'R', 'F', 'G', 'NC', 'QSA', 'QSD', 'NE', 'PT', 'NS', 'E', 'B'])

function toFlags(names: ReadonlyMap<string, readonly string[]>): RewriteFlags {
  for (const name of names.keys())
    if (!KNOWN_FLAGS.has(name)) throw new NotUnderstood(`the flag ${name} is not known`)
  const escaped = names.get('B')?.[0]
  if (escaped !== undefined && escaped !== '') throw new NotUnderstood(`the flag B=${escaped} is not known`)
  const redirect = names.get('R')?.[0]
  return {
    isLast: names.has('L') || names.has('F') || names.has('G'),
    isEnd: names.has('END'),
    redirect: redirect === undefined ? undefined : toStatus(redirect),
    refuse: names.has('F') ? 403 : names.has('G') ? 410 : undefined,
    appendsQuery: names.has('QSA'),
    discardsQuery: names.has('QSD'),
    escapesReferences: escaped !== undefined,
    isUnescaped: names.has('NE'),
    variables: (names.get('E') ?? []).map((text) => {
      const [name = '', ...value] = text.split(':')
      assertKnown(value.join(':'))
      return [name, value.join(':')]
    }),
  }
}

const NAMED_STATUS: Readonly<Record<string, number>> = { '': 302, temp: 302, permanent: 301, seeother: 303 }

function toStatus(text: string): number {
  const status = NAMED_STATUS[text.toLowerCase()] ?? Number(text)
  if (Number.isInteger(status) && status >= 300 && status <= 399) return status
  throw new NotUnderstood(`R=${text} is no redirect`)
}

function assertKnown(text: string): void {
  for (const [, name = ''] of text.matchAll(/%\{([^}]*)\}/g))
    if (!isKnownVariable(name)) throw new NotUnderstood(`the variable %{${name}} is not known`)
}
