import type { FastCgiAddress } from '../fastcgi/fastcgi-address.ts'
import type { AnswerLimits, ConnectionLimits } from './connection-limits.ts'

interface CommonSettings extends AnswerLimits, ConnectionLimits {
  readonly env: Readonly<Record<string, string>>
}

/** Where PHP runs, and how it is spoken to. */
export type UpstreamSettings =
  | (CommonSettings & {
      readonly kind: 'fpm'
      readonly address: FastCgiAddress
      readonly root: string | undefined
    })
  | (CommonSettings & { readonly kind: 'http'; readonly origin: string })
  /** Nothing was said: development looks for one. */
  | (CommonSettings & { readonly kind: 'found' })
