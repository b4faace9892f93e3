import { expect, test } from 'vitest'
import { findObstacle, findPackedObstacle } from './find-obstacle.ts'
import { loadBinding } from './load-binding.ts'
import { currentPlatform, type Platform } from './platform.ts'

const linux: Platform = { os: 'linux', processor: 'x64', abi: '115', node: '20.20.2', libc: 'glibc' }

test('glibc Linux, macOS and Windows have binaries', () => {
  expect(findObstacle(linux)).toBeUndefined()
  expect(findObstacle({ ...linux, processor: 'arm64' })).toBeUndefined()
  expect(findObstacle({ ...linux, os: 'darwin', processor: 'arm64', libc: undefined })).toBeUndefined()
  expect(findObstacle({ ...linux, os: 'win32', libc: undefined })).toBeUndefined()
})

test('musl and odd platforms are named', () => {
  expect(findObstacle({ ...linux, libc: 'musl' })).toBe('uWebSockets.js needs glibc, this system has musl')
  expect(findObstacle({ ...linux, processor: 'riscv64' })).toBe(
    'uWebSockets.js has no binary for linux riscv64',
  )
  expect(findObstacle({ ...linux, os: 'win32', processor: 'arm64' })).toContain('win32 arm64')
  expect(findObstacle({ ...linux, os: 'freebsd', libc: undefined })).toContain('freebsd x64')
})

test('uws-pack ends with Node 22', () => {
  expect(findPackedObstacle(linux)).toBeUndefined()
  expect(findPackedObstacle({ ...linux, abi: '127', node: '22.12.0' })).toBeUndefined()
  expect(findPackedObstacle({ ...linux, abi: '137', node: '24.1.0' })).toBe(
    'uws-pack has no binary for Node 24.1.0 (ABI 137), and the official uWebSockets.js is not installed',
  )
})

test('on musl nothing native is loaded', async () => {
  await expect(loadBinding({ ...linux, libc: 'musl' })).rejects.toMatchObject({
    code: 'E_CORE_UNAVAILABLE',
    message: 'uWebSockets.js needs glibc, this system has musl',
  })
})

test.runIf(process.platform === 'linux')('the C library is found out without starting a process', () => {
  expect(currentPlatform()).toMatchObject({
    os: 'linux',
    libc: expect.stringMatching(/^(glibc|musl)$/) as string,
  })
})
