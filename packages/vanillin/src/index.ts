export * from '@vanillin/core'
export type { ImportGlob } from './types/import-meta.ts'
