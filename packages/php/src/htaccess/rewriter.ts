import type { FileKind, RewriteCondition, RewriteRule } from './rewrite-rule.ts'
import { fillIn, type RewriteState } from './rewrite-text.ts'

/** What rules make of a path. */
export type Rewritten =
  | { readonly kind: 'same'; readonly variables: ReadonlyMap<string, string> }
  | {
      readonly kind: 'path'
      /** Decoded, from the document root on. */
      readonly path: string
      readonly query: string
      /** No rule may look at it again. */
      readonly isFinal: boolean
      readonly variables: ReadonlyMap<string, string>
    }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'refused'; readonly status: 403 | 410 }

/** Whether there is a file or folder of that kind at an absolute path. */
export type FileTest = (path: string, kind: FileKind) => Promise<boolean>

export interface RuleSet {
  readonly rules: readonly RewriteRule[]
  /** The path in URLs of the folder that the rules stand in, with a slash behind it. */
  readonly folder: string
  /** What a relative substitution begins with. */
  readonly base: string
}

type Groups = readonly (string | undefined)[]

const NONE: Groups = []

/** One pass of mod_rewrite over a path, as it works in a folder. */
export async function rewrite(set: RuleSet, start: RewriteState, fileTest: FileTest): Promise<Rewritten> {
  const variables = new Map(start.variables)
  let state: RewriteState = { ...start, variables }
  let hasChanged = false
  for (const rule of set.rules) {
    const subject = state.uri.startsWith(set.folder) ? state.uri.slice(set.folder.length) : state.uri
    const found = rule.pattern.exec(subject)
    if ((found === null) !== rule.isNegated) continue
    // oxlint-disable-next-line no-await-in-loop -- each rule sees what the one before has done
    const ofCondition = await match(rule.conditions, state, found ?? NONE, fileTest)
    if (ofCondition === undefined) continue
    const { flags, substitution } = rule
    for (const [name, value] of flags.variables) {
      if (name.startsWith('!')) variables.delete(name.slice(1))
      else variables.set(name, fillIn(value, state, found ?? NONE, ofCondition))
    }
    if (flags.refuse !== undefined) return { kind: 'refused', status: flags.refuse }
    if (substitution !== undefined) {
      const fill = (part: string): string =>
        fillIn(part, state, found ?? NONE, ofCondition, flags.escapesReferences ? escapeReference : undefined)
      // As Apache since 2.4.60: with `/secret.txt%3F` nobody cuts off what a rule puts behind a path.
      if (/%3f/i.test(state.request.path) && fill(substitution.split('?', 1)[0]!).includes('?'))
        return { kind: 'refused', status: 403 }
      const { path, query } = withQuery(fill(substitution), state.query, rule)
      if (/^https?:\/\//i.test(path)) return toRedirect(path, query, rule)
      const sent = path.startsWith('/') ? path : set.base + path
      if (flags.redirect !== undefined) return toRedirect(sent, query, rule)
      const uri = flags.escapesReferences ? decodeEscapes(sent) : sent
      hasChanged ||= uri !== state.uri || query !== state.query
      state = { ...state, uri, query, filename: state.documentRoot + uri, pathInfo: '' }
    } else if (flags.redirect !== undefined) {
      return toRedirect(state.uri, state.query, rule)
    }
    if (flags.isEnd) return { kind: 'path', path: state.uri, query: state.query, isFinal: true, variables }
    if (flags.isLast) break
  }
  if (!hasChanged) return { kind: 'same', variables }
  return { kind: 'path', path: state.uri, query: state.query, isFinal: false, variables }
}

/** @returns the groups of the last condition that matched; undefined when the conditions do not hold */
async function match(
  conditions: readonly RewriteCondition[],
  state: RewriteState,
  ofRule: Groups,
  fileTest: FileTest,
): Promise<Groups | undefined> {
  let groups: Groups = NONE
  let isDecided = false
  for (const condition of conditions) {
    if (!isDecided) {
      const text = fillIn(condition.text, state, ofRule, groups)
      // oxlint-disable-next-line no-await-in-loop -- a later condition may speak of what an earlier one has found
      const found = await meets(condition, text, fileTest)
      const holds = (found !== undefined) !== condition.isNegated
      if (holds && found !== undefined && found.length > 0) groups = found
      if (!holds && !condition.isAlternative) return undefined
      isDecided = holds
    }
    // The rest of a group of alternatives is of no interest once one holds.
    if (!condition.isAlternative) isDecided = false
  }
  return groups
}

async function meets(
  { test }: RewriteCondition,
  text: string,
  fileTest: FileTest,
): Promise<Groups | undefined> {
  if (test.kind === 'file') return (await fileTest(text, test.type)) ? NONE : undefined
  if (test.kind === 'pattern') return test.pattern.exec(text) ?? undefined
  const { operator, with: other } = test
  const holds = operator === '=' ? text === other : operator === '<' ? text < other : text > other
  return holds ? NONE : undefined
}

/** As the flag B has it in Apache: byte by byte, all but letters, digits and underscores. */
function escapeReference(text: string): string {
  return Buffer.from(text)
    .toString('latin1')
    .replaceAll(/\W/g, (byte) =>
      byte === ' ' ? '+' : `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
}

/** The path of a page is read once more after B. */
function decodeEscapes(path: string): string {
  return path.replaceAll(/(?:%[\da-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
  )
}

function withQuery(
  target: string,
  sent: string,
  { flags }: RewriteRule,
): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?')
  if (mark === -1) return { path: target, query: flags.discardsQuery ? '' : sent }
  // A query is part of a line: of a request to the server behind, or of a header.
  const own = target.slice(mark + 1).replaceAll(/[\0-\x20\x7f]/g, encodeURIComponent)
  const query = flags.appendsQuery && sent !== '' ? (own === '' ? sent : `${own}&${sent}`) : own
  return { path: target.slice(0, mark), query }
}

const NOT_IN_HEADERS = /[^\x21-\x7e]/gu

function toRedirect(path: string, query: string, { flags }: RewriteRule): Rewritten {
  const location = flags.isUnescaped
    ? path.replaceAll(NOT_IN_HEADERS, encodeURIComponent)
    : encodeURI(path).replaceAll('?', '%3F').replaceAll('#', '%23')
  return {
    kind: 'redirect',
    status: flags.redirect ?? 302,
    location: query === '' ? location : `${location}?${query.replaceAll(NOT_IN_HEADERS, encodeURIComponent)}`,
  }
}
