import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import { basename } from 'node:path'

/**
 * @typedef {object} PackedPackage
 * @property {string} file path of the tarball
 * @property {string} integrity
 * @property {string} shasum
 * @property {{ name: string, version: string }} manifest its package.json
 */

/**
 * A registry that lives as long as the demo: it serves the packages given, and sends npm on to the registry that
 * the user has for everything else. Nothing is published, nothing is stored.
 *
 * @param {readonly PackedPackage[]} packages
 * @param {string} upstream address of the user's own registry
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startRegistry(packages, upstream) {
  const tarballs = new Map(packages.map((entry) => [`/-/tarballs/${basename(entry.file)}`, entry.file]))
  const base = upstream.replace(/\/+$/, '')
  let url = ''

  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (request.method !== 'GET') return response.writeHead(405).end()

    const tarball = tarballs.get(path)
    if (tarball !== undefined) {
      response.setHeader('content-type', 'application/octet-stream')
      return createReadStream(tarball).pipe(response)
    }
    const name = decodeURIComponent(path.slice(1))
    const versions = packages.filter(({ manifest }) => manifest.name === name)
    if (versions.length === 0) return response.writeHead(302, { location: base + path }).end()

    response.setHeader('content-type', 'application/json')
    return response.end(JSON.stringify(packument(name, versions, url)))
  })

  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(undefined))
  })
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/**
 * What a registry tells of a package.
 *
 * @param {string} name
 * @param {readonly PackedPackage[]} versions
 * @param {string} url of the registry
 */
function packument(name, versions, url) {
  return {
    name,
    // Yarn and pnpm keep away from what is only hours old, or tells no age.
    time: Object.fromEntries(versions.map(({ manifest }) => [manifest.version, '2020-01-01T00:00:00.000Z'])),
    'dist-tags': { latest: versions.at(-1)?.manifest.version },
    versions: Object.fromEntries(
      versions.map(({ manifest, file, integrity, shasum }) => [
        manifest.version,
        { ...manifest, dist: { tarball: `${url}/-/tarballs/${basename(file)}`, integrity, shasum } },
      ]),
    ),
  }
}
