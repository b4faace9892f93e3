import { dirname } from 'node:path'
import type TypeScript from 'typescript'
import type { GeneratedFile } from './generated-file.ts'

/** A project as the compiler sees it, with files laid over it that are not on disk. */
export interface OverlayHost extends TypeScript.LanguageServiceHost {
  /** Replaces what is laid over the project. */
  overlay(files: readonly GeneratedFile[]): void
  /** The project's own source files. */
  projectFiles(): string[]
}

export function createOverlayHost(ts: typeof TypeScript, tsconfig: string): OverlayHost {
  const folder = dirname(tsconfig)
  const versions = new Map<string, number>()
  let overlaid = new Map<string, string>()
  let config = readConfig(ts, tsconfig)
  const modified = (path: string): string => String(ts.sys.getModifiedTime?.(path)?.getTime() ?? 0)
  const read = (path: string): string | undefined => overlaid.get(path) ?? ts.sys.readFile(path)
  return {
    overlay(files) {
      const next = new Map(files.map(({ path, text }) => [path, text]))
      for (const path of new Set([...overlaid.keys(), ...next.keys()])) {
        if (overlaid.get(path) !== next.get(path)) versions.set(path, (versions.get(path) ?? 0) + 1)
      }
      overlaid = next
      config = readConfig(ts, tsconfig)
    },
    projectFiles: () => config.fileNames.filter((path) => !overlaid.has(path)),
    getScriptFileNames: () => [...new Set([...config.fileNames, ...overlaid.keys()])],
    getScriptVersion: (path) => (overlaid.has(path) ? `over ${versions.get(path) ?? 0}` : modified(path)),
    getScriptSnapshot(path) {
      const text = read(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => ({ ...config.options, noEmit: true, composite: false, incremental: false }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (path) => overlaid.has(path) || ts.sys.fileExists(path),
    readFile: read,
    directoryExists: (path) =>
      [...overlaid.keys()].some((file) => file.startsWith(`${path}/`)) || ts.sys.directoryExists(path),
    getDirectories: (path) => ts.sys.getDirectories(path),
    readDirectory: ts.sys.readDirectory,
    ...(ts.sys.realpath === undefined ? {} : { realpath: ts.sys.realpath }),
  }
}

function readConfig(ts: typeof TypeScript, path: string): TypeScript.ParsedCommandLine {
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile) as { config: unknown; error?: TypeScript.Diagnostic }
  if (error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'))
  return ts.parseJsonConfigFileContent(config, ts.sys, dirname(path), undefined, path)
}
