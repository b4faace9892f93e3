import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { findAppFolder } from '../app/app-folder.ts'
import type { Command } from '../cli/command.ts'
import { UsageError } from '../cli/usage-error.ts'

const command: Command = {
  usage: 'deploy:nginx',
  description:
    'Writes what nginx in front of the app needs: deploy/nginx/vanillin-http.conf and vanillin-server.conf, to be included.',
  options: [
    {
      flags: '--only-ported',
      description: 'Send the routes of routes.ts alone to the app; PHP keeps the rest',
    },
    { flags: '--server <address>', description: 'Where the app listens', default: '127.0.0.1:3000' },
    {
      flags: '--fallback <location>',
      description: 'With --only-ported: who answers GET while the app is down, as @php',
    },
  ],
  examples: ['deploy:nginx --only-ported', 'deploy:nginx --only-ported --fallback @php'],
  async run({ options, cwd, terminal }) {
    const root = findAppFolder(cwd)
    const server = String(options['server'])
    if (!/^[\w.[\]:-]+:\d{1,5}$/.test(server))
      throw new UsageError(`Not an address: ${server}`, 'It reads 127.0.0.1:3000.')
    const fallback = options['fallback'] === undefined ? undefined : String(options['fallback'])
    if (fallback !== undefined && !/^(?:@\w+|\/[^\s;{}"'\\]*)$/.test(fallback))
      throw new UsageError(
        `Not a location of nginx: ${fallback}`,
        'It reads @php, or /index.php?$query_string.',
      )
    if (fallback !== undefined && options['onlyPorted'] !== true)
      throw new UsageError(
        '--fallback needs --only-ported.',
        'Without it there is nobody else who could answer.',
      )
    const { nginxFiles } = await import('@vanillin/php')
    const files =
      options['onlyPorted'] === true
        ? nginxFiles({
            server,
            ported: {
              routes: await routesOf(root),
              publicNames: publicNames(root),
              ...(fallback !== undefined && { fallback }),
            },
          })
        : nginxFiles({ server })
    const folder = join(root, 'deploy/nginx')
    mkdirSync(folder, { recursive: true })
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, `vanillin-${name}.conf`)
      writeFileSync(file, text)
      terminal.success(`${relative(root, file)}, for the block \`${name}\``)
    }
    terminal.line('Include both, then: nginx -t && nginx -s reload')
  },
}

async function routesOf(root: string) {
  const [{ createAppLoader }, { loadRoutes }] = await Promise.all([
    import('../app/app-loader.ts'),
    import('../app/load-routes.ts'),
  ])
  const loader = await createAppLoader(root)
  try {
    return await loadRoutes(loader)
  } finally {
    await loader.close()
  }
}

/** Built assets lie in `public/assets` of a build, which may not have been made yet. */
function publicNames(root: string): string[] {
  const folder = join(root, 'public')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : []
  return [...new Set(['assets', ...names])].toSorted()
}

export default command
