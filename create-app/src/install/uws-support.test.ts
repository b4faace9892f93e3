import { expect, test } from 'vitest'
import { type Machine, uwsProblem } from './uws-support.ts'

const linux: Machine = { platform: 'linux', arch: 'x64', modules: '115', nodeVersion: '20.20.2', musl: false }

test('Node 20 and 22 on glibc, macOS and Windows have a binary', () => {
  expect(uwsProblem(linux)).toBeUndefined()
  expect(uwsProblem({ ...linux, modules: '127' })).toBeUndefined()
  expect(uwsProblem({ ...linux, platform: 'darwin', arch: 'arm64' })).toBeUndefined()
  expect(uwsProblem({ ...linux, platform: 'win32' })).toBeUndefined()
})

test.each([
  [{ modules: '137', nodeVersion: '24.11.0' }, 'this is Node 24.11.0'],
  [{ musl: true }, 'this Linux is built on musl (Alpine)'],
  [{ platform: 'freebsd' }, 'this is freebsd'],
  [{ arch: 'riscv64' }, 'this processor is riscv64'],
] as [Partial<Machine>, string][])('%j has none, and it is said why', (machine, problem) => {
  expect(uwsProblem({ ...linux, ...machine })).toBe(problem)
})
