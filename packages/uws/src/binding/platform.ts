/** What decides whether the native core can be loaded here. */
export interface Platform {
  /** `process.platform` */
  readonly os: string
  /** `process.arch` */
  readonly processor: string
  /** `process.versions.modules`, Node's ABI */
  readonly abi: string
  /** The version of Node, for people. */
  readonly node: string
  /** The C library; undefined where there is no choice (macOS, Windows). */
  readonly libc: 'glibc' | 'musl' | undefined
}

/** Looks at this process, without starting another and without loading anything native. */
export function currentPlatform(): Platform {
  return {
    os: process.platform,
    processor: process.arch,
    abi: process.versions.modules,
    node: process.versions.node,
    libc: process.platform === 'linux' ? currentLibc() : undefined,
  }
}

/** Node's own report names the version of glibc; on musl it has none. */
function currentLibc(): 'glibc' | 'musl' {
  const report = process.report as typeof process.report & { excludeNetwork?: boolean }
  // A report that looks at the network resolves the names of open sockets, which may take seconds.
  const excluded = report.excludeNetwork
  report.excludeNetwork = true
  // A report holds a stack trace, which source maps make slow.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } }
  Error.stackTraceLimit = stackTraceLimit
  if (excluded !== undefined) report.excludeNetwork = excluded
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}
