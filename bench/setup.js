// npm run bench:setup: installs what the bench compares Vanillin with. Packages of npm go to bench/peers; those of
// Debian are installed when root runs this, and otherwise named.
import { existsSync } from 'node:fs'
import { firstMissing } from '../scripts/steps/install.js'
import { run, runNpm } from '../scripts/steps/run.js'
import { debianPackages, missingPackages } from './installed/debian-packages.js'
import { peersFolder } from './installed/npm-packages.js'

// Prisma loads down an engine for migrations, which nothing here needs, unless it is told that there is one.
const env = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }

process.exitCode =
  (await installNpmPackages()) || (await generatePrismaClient()) || (await installDebianPackages())
if (process.exitCode === 0) console.log('The bench has all that it compares.')

async function installNpmPackages() {
  return firstMissing(peersFolder) === undefined ? 0 : runNpm(['ci'], { cwd: peersFolder, env })
}

async function generatePrismaClient() {
  if (existsSync(`${peersFolder}/prisma/generated/index.js`)) return 0
  return runNpm(['run', 'generate', '--workspace', 'bench-prisma'], { cwd: peersFolder, env })
}

async function installDebianPackages() {
  const missing = missingPackages([...new Set(Object.values(debianPackages).flat())])
  if (missing.length === 0) return 0
  const command = ['apt-get', 'install', '--yes', '--no-install-recommends', ...missing]
  if (process.getuid?.() !== 0) {
    console.log(`As root: ${command.join(' ')}`)
    return 1
  }
  const [program = '', ...args] = command
  return run(program, args, { env: { DEBIAN_FRONTEND: 'noninteractive' } })
}
