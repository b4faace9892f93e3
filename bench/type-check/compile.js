import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../../scripts/steps/root.js'

const compiler = join(root, 'node_modules/typescript/bin/tsc')

// In one line: a URL loses the others.
const saysItsTime =
  "data:text/javascript,process.on('exit',()=>console.log('CPU: '+process.cpuUsage().user/1e6))"

const compilerOptions = {
  target: 'ES2023',
  module: 'NodeNext',
  strict: true,
  noUncheckedIndexedAccess: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
}

/**
 * Writes a program to a folder of the cache, and nothing else is left there.
 *
 * @param {string} name of the folder
 * @param {Record<string, string>} files
 * @returns {string} the folder
 */
export function writeProgram(name, files) {
  const folder = join(root, 'node_modules/.cache/vanillin', name)
  rmSync(folder, { recursive: true, force: true })
  const config = JSON.stringify({ compilerOptions, include: ['**/*.ts'] })
  for (const [file, text] of Object.entries({ ...files, 'tsconfig.json': config })) {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return folder
}

/**
 * Compiles the program of a folder.
 *
 * @param {string} folder
 */
export function compile(folder) {
  const text = diagnostics(folder)
  /** @param {string} name */
  const figure = (name) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(text)?.[1] ?? '?'
  return {
    instantiations: Number(figure('Instantiations')),
    types: Number(figure('Types')),
    cpuSeconds: Number(Number(figure('CPU')).toFixed(2)),
    seconds: Number.parseFloat(figure('Total time')),
    checkSeconds: Number.parseFloat(figure('Check time')),
    memory: figure('Memory used'),
  }
}

/** @param {string} folder */
function diagnostics(folder) {
  try {
    const args = ['--import', saysItsTime, compiler, '-p', folder, '--extendedDiagnostics']
    return execFileSync(process.execPath, args, { encoding: 'utf8' })
  } catch (error) {
    const { stdout } = /** @type {{ stdout?: string }} */ (error)
    throw new Error(`What was generated does not compile:\n${stdout}`, { cause: error })
  }
}
