import { posix } from 'node:path'
import type TypeScript from 'typescript'
import { toSlashes } from '../to-slashes.ts'
import type { GeneratedFile } from './generated-file.ts'

/** A project as the compiler sees it, with files laid over it that are not on disk. */
export interface OverlayHost extends TypeScript.LanguageServiceHost {
  /** Replaces what is laid over the project. */
  overlay(files: readonly GeneratedFile[]): void
  /** The project's own source files. */
  projectFiles(): string[]
}

export function createOverlayHost(ts: typeof TypeScript, tsconfig: string): OverlayHost {
  const { sys } = ts
  const project = toSlashes(tsconfig)
  const versions = new Map<string, number>()
  let overlaid = new Map<string, string>()
  let folders = new Set<string>()
  let config = readConfig(ts, project)
  const modified = (path: string): string => String(sys.getModifiedTime?.(path)?.getTime() ?? 0)
  const read = (path: string): string | undefined => overlaid.get(path) ?? sys.readFile(path)
  return {
    overlay(files) {
      const next = new Map(files.map(({ path, text }) => [toSlashes(path), text]))
      for (const path of new Set([...overlaid.keys(), ...next.keys()])) {
        if (overlaid.get(path) !== next.get(path)) versions.set(path, (versions.get(path) ?? 0) + 1)
      }
      overlaid = next
      folders = new Set([...next.keys()].flatMap(foldersAbove))
      config = readConfig(ts, project)
    },
    projectFiles: () => config.fileNames.filter((path) => !overlaid.has(path)),
    getScriptFileNames: () => [...new Set([...config.fileNames, ...overlaid.keys()])],
    getScriptVersion: (path) => (overlaid.has(path) ? `over ${versions.get(path) ?? 0}` : modified(path)),
    getScriptSnapshot(path) {
      const text = read(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    // Without this the compiler writes every path in small letters, and finds no folder that has others.
    useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
    getCurrentDirectory: () => posix.dirname(project),
    getCompilationSettings: () => ({
      ...config.options,
      noEmit: true,
      composite: false,
      incremental: false,
    }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (path) => overlaid.has(path) || sys.fileExists(path),
    readFile: read,
    directoryExists: (path) => folders.has(path) || sys.directoryExists(path),
    getDirectories: (path) => sys.getDirectories(path),
    readDirectory: (...search) => sys.readDirectory(...search),
    realpath: (path) => sys.realpath?.(path) ?? path,
  }
}

function readConfig(ts: typeof TypeScript, path: string): TypeScript.ParsedCommandLine {
  const read = ts.readConfigFile(path, (file) => ts.sys.readFile(file))
  if (read.error !== undefined) throw new Error(ts.flattenDiagnosticMessageText(read.error.messageText, '\n'))
  return ts.parseJsonConfigFileContent(read.config, ts.sys, posix.dirname(path), undefined, path)
}

function foldersAbove(path: string): string[] {
  const folder = posix.dirname(path)
  return folder === path ? [] : [folder, ...foldersAbove(folder)]
}
