import { UsageError } from '../cli/usage-error.ts'

export interface BuildTarget {
  readonly os: 'linux' | 'darwin' | 'win32'
  readonly processor: 'x64' | 'arm64'
  /** Linux only. */
  readonly libc: 'glibc' | 'musl' | undefined
}

const FORM = 'linux-x64-glibc, linux-arm64-musl, darwin-arm64, win32-x64 ...'

/** @throws UsageError for anything that is no target */
export function parseBuildTarget(text: string): BuildTarget {
  const match = /^(linux|darwin|win32)-(x64|arm64)(?:-(glibc|musl))?$/.exec(text)
  const [, os, processor, libc] = match ?? []
  if (match === null || (os === 'linux') !== (libc !== undefined)) {
    throw new UsageError(
      `Not a target: ${text}`,
      `A target names system, processor and, for linux, C library: ${FORM}`,
    )
  }
  return { os, processor, libc } as BuildTarget
}

/** Where this process runs. */
export function hostTarget(): BuildTarget {
  const libc = process.platform === 'linux' ? `-${hasGlibc() ? 'glibc' : 'musl'}` : ''
  return parseBuildTarget(`${process.platform}-${process.arch}${libc}`)
}

export function describeTarget({ os, processor, libc }: BuildTarget): string {
  return [os, processor, libc].filter((part) => part !== undefined).join('-')
}

function hasGlibc(): boolean {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime !== undefined
}
