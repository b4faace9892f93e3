import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { InlineConfig, UserConfig } from 'vite'
import { browserBoundary } from './browser-boundary.ts'
import { createViteLogger } from './vite-logger.ts'

const CONFIG_FILES = ['vite.config.ts', 'vite.config.js', 'vite.config.mts', 'vite.config.mjs']

/** The app's own vite.config file, if it has one: for plugins of its front end. */
export function viteConfigFile(root: string): string | undefined {
  return CONFIG_FILES.map((name) => join(root, name)).find((file) => existsSync(file))
}

/**
 * What dev server, build and commands have in common, with the app's vite.config under it. The file is
 * loaded here and not by Vite, which would restart itself when it changes; the process is swapped instead.
 */
export async function viteConfig(root: string, config: InlineConfig): Promise<InlineConfig> {
  const { loadConfigFromFile, mergeConfig } = await import('vite')
  const file = viteConfigFile(root)
  const own: UserConfig =
    file === undefined
      ? {}
      : ((await loadConfigFromFile({ command: 'serve', mode: 'development' }, file, root))?.config ?? {})
  const common: InlineConfig = {
    root,
    configFile: false,
    // .env holds the secrets of the server: Vite must not look at it.
    envDir: false,
    publicDir: false,
    plugins: [browserBoundary(root)],
    cacheDir: join(root, '.vanillin/vite'),
    appType: 'custom',
    logLevel: 'warn',
    customLogger: createViteLogger(root),
  }
  return mergeConfig(mergeConfig(own, common), config)
}
