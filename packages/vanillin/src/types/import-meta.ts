import type { ViteHotContext } from 'vite/types/hot.js'

/**
 * The modules that match a pattern, by path: found by Vite in development, and by `vanillin build`.
 *
 * @example
 * route.simple(import.meta.glob('./app/controllers/**\/*.ts', { eager: true }))
 */
export interface ImportGlob {
  <Module = unknown>(pattern: string, options: { readonly eager: true }): Record<string, Module>
  <Module = unknown>(pattern: string): Record<string, () => Promise<Module>>
}

declare global {
  interface ImportMeta {
    readonly glob: ImportGlob
    /** Vite's hot replacement, for scripts of app/assets/; only there in a browser in development. */
    readonly hot?: ViteHotContext
  }
}
