import type { UwsModule } from '@vanillin/http'
import type { PrecompiledViews } from '../view/index.ts'

/** What a build puts in the place of files that are read in development. */
export interface EmbeddedParts {
  readonly views?: PrecompiledViews
  /** Hashed file names of front-end assets, by source name. */
  readonly assets?: Readonly<Record<string, string>>
  /** Loads the uws core out of the bundle. */
  readonly loadUws?: () => Promise<UwsModule>
}
