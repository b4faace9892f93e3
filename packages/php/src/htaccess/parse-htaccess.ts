import { htaccessLines, type HtaccessLine } from './htaccess-lines.ts'
import { NotUnderstood, parseCondition, parseRule } from './parse-rewrite.ts'
import type { RewriteCondition, RewriteRule } from './rewrite-rule.ts'

/** Who may see the files of a folder, or those with such names. */
export interface AccessRule {
  /** Undefined: all. */
  readonly names: RegExp | undefined
  readonly isDenied: boolean
}

export interface HtaccessWarning {
  readonly line: number
  readonly message: string
}

/** What a `.htaccess` says that is followed, and what it says that is not. */
export interface Htaccess {
  /** Undefined where `RewriteEngine` is not said: those of the folder above hold. */
  readonly rewrites: boolean | undefined
  /** Of RewriteBase, with a slash behind it. */
  readonly base: string | undefined
  readonly rules: readonly RewriteRule[]
  readonly index: readonly string[] | undefined
  readonly access: readonly AccessRule[]
  readonly warnings: readonly HtaccessWarning[]
}

/** Modules that the bridge stands for. What is in the block of another is not followed, and in a block for its absence is. */
const MODULES =
  /^(?:mod_)?(?:rewrite|dir|authz_core|authz_host|access_compat|negotiation|autoindex)(?:_module|\.c)$/i

/** They switch off what there is not here, or say what is so anyway. */
const WITHOUT_EFFECT = new Set([
  'options',
  'order',
  'satisfy',
  'directoryslash',
  'serversignature',
  'rewriteoptions',
])

/** The parts of a file that are followed: rewrite rules, index files, and who may see what. */
export function parseHtaccess(text: string): Htaccess {
  return new HtaccessParser().parse(text)
}

type Block =
  | { readonly kind: 'names'; readonly names: RegExp }
  /** `<RequireAll>`: one refusal in it counts more than all that it grants. */
  | { readonly kind: 'all'; isDenied: boolean }
  /** Of files with names that are not understood: what it denies is denied for all, what it grants for none. */
  | { readonly kind: 'open' | 'skipped' | 'unclear' }

class HtaccessParser {
  readonly #rules: RewriteRule[] = []
  readonly #access: AccessRule[] = []
  readonly #warnings: HtaccessWarning[] = []
  readonly #blocks: Block[] = []
  #conditions: RewriteCondition[] = []
  /** A condition that is not understood takes its rule with it. */
  #isConditionLost = false
  #rewrites: boolean | undefined
  #base: string | undefined
  #index: readonly string[] | undefined

  parse(text: string): Htaccess {
    for (const line of htaccessLines(text)) {
      try {
        this.#take(line)
      } catch (error) {
        if (!(error instanceof NotUnderstood)) throw error
        this.#warn(line, error.message)
      }
    }
    return {
      rewrites: this.#rewrites,
      base: this.#base,
      rules: this.#rules,
      index: this.#index,
      access: this.#access,
      warnings: this.#warnings,
    }
  }

  #take(line: HtaccessLine): void {
    if (line.name.startsWith('</')) this.#blocks.pop()
    else if (line.name.startsWith('<')) this.#blocks.push(this.#open(line))
    else if (!this.#isSkipping) this.#follow(line)
  }

  get #isSkipping(): boolean {
    return this.#blocks.some(({ kind }) => kind === 'skipped')
  }

  #warn({ number, text }: HtaccessLine, message: string): void {
    this.#warnings.push({ line: number, message: `${message}: ${text}` })
  }

  #open(line: HtaccessLine): Block {
    const { name, values } = line
    if (this.#isSkipping) return { kind: 'skipped' }
    const value = values.at(-1) ?? ''
    switch (name) {
      case '<ifmodule': {
        const isThere = MODULES.test(value.replace(/^!/, ''))
        return { kind: isThere !== value.startsWith('!') ? 'open' : 'skipped' }
      }
      case '<files':
        return this.#named(line, values[0] === '~' ? value : fromWildcards(value))
      case '<filesmatch':
        return this.#named(line, value)
      case '<requireall':
        return { kind: 'all', isDenied: false }
      case '<requireany':
        return { kind: 'open' }
      default:
        this.#warn(line, 'not followed, with all that is in it')
        return { kind: 'skipped' }
    }
  }

  #named(line: HtaccessLine, pattern: string): Block {
    try {
      return { kind: 'names', names: toNames(pattern) }
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error
      this.#warn(line, error.message)
      return { kind: 'unclear' }
    }
  }

  #follow(line: HtaccessLine): void {
    const { name, values, number } = line
    const value = values[0]?.toLowerCase()
    switch (name) {
      case 'rewriteengine':
        this.#rewrites = value === 'on'
        return
      case 'rewritebase':
        this.#base = `${(values[0] ?? '/').replace(/\/$/, '')}/`
        return
      case 'rewritecond':
        this.#addCondition(line)
        return
      case 'rewriterule':
        this.#addRule(number, values)
        return
      case 'directoryindex':
        this.#index = value === 'disabled' ? [] : values
        return
      case 'require':
        this.#addAccess(value !== 'all' || values[1]?.toLowerCase() !== 'granted')
        // Whom it would let in is not known here, so it lets nobody in.
        if (value !== 'all') throw new NotUnderstood('followed as `Require all denied`')
        return
      case 'deny':
      case 'allow':
        if (values[1]?.toLowerCase() !== 'all') throw new NotUnderstood('only `from all` is followed')
        this.#addAccess(name === 'deny')
        return
      default:
        if (!WITHOUT_EFFECT.has(name)) throw new NotUnderstood('not followed')
    }
  }

  #addCondition(line: HtaccessLine): void {
    try {
      this.#conditions.push(parseCondition(line.values))
    } catch (error) {
      this.#isConditionLost = true
      throw error
    }
  }

  #addRule(number: number, values: readonly string[]): void {
    const conditions = this.#conditions
    const isLost = this.#isConditionLost
    this.#conditions = []
    this.#isConditionLost = false
    if (isLost) throw new NotUnderstood('left out, since a condition of it is not understood')
    this.#rules.push(parseRule(number, values, conditions))
  }

  #addAccess(isDenied: boolean): void {
    if (!isDenied && this.#blocks.some(({ kind }) => kind === 'unclear')) return
    const all = this.#blocks.findLast(({ kind }) => kind === 'all')
    if (all?.kind === 'all') {
      if (all.isDenied && !isDenied) return
      all.isDenied ||= isDenied
    }
    const block = this.#blocks.findLast(({ kind }) => kind === 'names')
    this.#access.push({ names: block?.kind === 'names' ? block.names : undefined, isDenied })
  }
}

function toNames(pattern: string): RegExp {
  try {
    return new RegExp(pattern.replace(/^\(\?i\)/, ''), pattern.startsWith('(?i)') ? 'i' : '')
  } catch (error) {
    throw new NotUnderstood(`the pattern is none: ${(error as Error).message}`)
  }
}

function fromWildcards(text: string): string {
  const escaped = text.replaceAll(/[.+^${}()|\\]/g, '\\$&')
  return `^${escaped.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`
}
