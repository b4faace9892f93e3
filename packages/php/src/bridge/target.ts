import type { Ruling } from '../htaccess/apache-rules.ts'
import type { Script } from '../handover/script.ts'

/** What a path of the PHP app leads to. */
export type Target =
  | { readonly kind: 'script'; readonly script: Script }
  | { readonly kind: 'file'; readonly path: string }
  /** A folder that was asked for without the slash behind it. */
  | { readonly kind: 'folder' }
  | { readonly kind: 'none' }
  | Exclude<Ruling, { kind: 'path' }>
