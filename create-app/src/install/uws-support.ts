export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** The version of Node's binary interface: 115 is Node 20, 127 is Node 22. */
  readonly modules: string
  readonly nodeVersion: string
  readonly musl: boolean
}

export function thisMachine(): Machine {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return {
    platform: process.platform,
    arch: process.arch,
    modules: process.versions.modules,
    nodeVersion: process.versions.node,
    musl: process.platform === 'linux' && report.header?.glibcVersionRuntime === undefined,
  }
}

/**
 * Why the npm package `uws-pack` has no binary for a machine; undefined when it has one. An app works without
 * it, on Node's own HTTP server.
 */
export function uwsProblem(machine: Machine): string | undefined {
  if (machine.musl) return 'this Linux is built on musl (Alpine)'
  if (!['linux', 'darwin', 'win32'].includes(machine.platform)) return `this is ${machine.platform}`
  if (!['x64', 'arm64'].includes(machine.arch)) return `this processor is ${machine.arch}`
  if (machine.platform === 'win32' && machine.arch !== 'x64') return 'this is Windows on ARM'
  if (!['115', '127'].includes(machine.modules)) return `this is Node ${machine.nodeVersion}`
  return undefined
}
