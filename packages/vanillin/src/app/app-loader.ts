import { existsSync, realpathSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin, ViteDevServer } from 'vite'
import type { ModuleRunner } from 'vite/module-runner'
import { viteConfig } from './vite-config.ts'

export interface AppLoaderOptions {
  /** Reads files again when they change and serves the front end. Default: false. */
  readonly dev?: {
    readonly server: Server
    readonly plugin: Plugin
  }
}

/** Imports the TypeScript modules of an app, through Vite's module runner. Dependencies come from node. */
export interface AppLoader {
  /** @param path from the app's root: `/bootstrap.ts` */
  import<Module>(path: string): Promise<Module>
  readonly vite: ViteDevServer
  close(): Promise<void>
}

export async function createAppLoader(root: string, options: AppLoaderOptions = {}): Promise<AppLoader> {
  const { createServer, createServerModuleRunner } = await import('vite')
  const { dev } = options
  // Vite's runner would switch them off when it closes, and stacks are read later.
  process.setSourceMapsEnabled(true)
  const vite = await createServer(
    await viteConfig(root, {
      plugins: dev === undefined ? [] : [dev.plugin],
      server: {
        middlewareMode: true,
        // The browser gets its own files and packages; never the server's code, config or .env.
        fs: { strict: true, allow: browserFolders(root) },
        ...(dev === undefined
          ? { ws: false as const, hmr: false, watch: null }
          : { ws: { server: dev.server }, watch: { ignored: IGNORED } }),
      },
      optimizeDeps: dev === undefined ? { noDiscovery: true, include: [] } : { entries: ['app/assets/*'] },
      // Packages are one instance for the app and for this process, linked ones too.
      environments: { ssr: { resolve: { external: true } } },
    }),
  )
  const runner: ModuleRunner = createServerModuleRunner(vite.environments.ssr, { hmr: false })
  return {
    vite,
    import: (path) => runner.import(path),
    close: async () => {
      await runner.close()
      await vite.close()
    },
  }
}

/** From which a browser may be served: the front end's own folder, and packages. */
export function browserFolders(root: string): string[] {
  const vite = dirname(createRequire(import.meta.url).resolve('vite/package.json'))
  const folders = [join(root, 'app/assets'), join(root, '.vanillin/vite'), realpathSync(vite)]
  // In a workspace the packages lie in a folder above.
  for (let folder = root; ; folder = dirname(folder)) {
    const packages = join(folder, 'node_modules')
    if (existsSync(packages)) folders.push(realpathSync(packages))
    if (dirname(folder) === folder) return folders
  }
}

/** Changes here are nobody's business: build output, generated types, the embedded database, uploads. */
const IGNORED = ['**/dist/**', '**/.vanillin/**', '**/database/.data/**', '**/storage/**', '**/coverage/**']
