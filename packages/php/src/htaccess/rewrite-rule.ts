/** `RewriteCond`: a text, and what it must be like. */
export interface RewriteCondition {
  readonly text: string
  readonly test: ConditionTest
  readonly isNegated: boolean
  /** One of this and the next suffices. */
  readonly isAlternative: boolean
}

/** `-f`, `-d`, `-l`, and `-s`: a file with something in it. */
export type FileKind = 'file' | 'folder' | 'link' | 'full'

export type ConditionTest =
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  /** As texts, not as numbers. */
  | { readonly kind: 'compare'; readonly operator: '=' | '<' | '>'; readonly with: string }
  | { readonly kind: 'file'; readonly type: FileKind }

/** `RewriteRule` with the conditions before it. */
export interface RewriteRule {
  readonly line: number
  readonly conditions: readonly RewriteCondition[]
  readonly pattern: RegExp
  readonly isNegated: boolean
  /** Undefined for `-`: the path stays as it is. */
  readonly substitution: string | undefined
  readonly flags: RewriteFlags
}

export interface RewriteFlags {
  /** L: no further rule of this pass. */
  readonly isLast: boolean
  /** END: no further pass either. */
  readonly isEnd: boolean
  /** R: to the client, with this status. */
  readonly redirect: number | undefined
  /** F and G. */
  readonly refuse: 403 | 410 | undefined
  /** QSA: the query that was sent comes behind that of the rule. */
  readonly appendsQuery: boolean
  /** QSD: the query that was sent goes. */
  readonly discardsQuery: boolean
  /** B: what `$1` and `%1` stand for is percent-encoded. */
  readonly escapesReferences: boolean
  /** NE: what a redirect says is sent as it stands. */
  readonly isUnescaped: boolean
  /** E. */
  readonly variables: readonly (readonly [name: string, value: string])[]
}
