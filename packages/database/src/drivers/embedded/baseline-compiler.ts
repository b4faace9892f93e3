import { setFlagsFromString } from 'node:v8'

/**
 * Has V8 leave the WebAssembly that this process compiles from now on as its fast compiler made it. To optimise PGlite takes a second of CPU each
 * time it is opened, which pays in a server under load only: short queries are as fast without, long ones take up to twice the time.
 */
export function keepBaselineCode(): void {
  // The bytes that a function runs through before it is worth optimising: out of reach.
  setFlagsFromString('--wasm-tiering-budget=2000000000')
}
