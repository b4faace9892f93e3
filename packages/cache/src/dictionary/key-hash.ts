/**
 * The place of a key in the tree: a number of 53 bits, spread evenly, so that a place drawn at random stands for all. The seed is
 * the dictionary's secret, so that nobody who chooses keys can aim at a place.
 */
export function keyHash(key: Buffer, seed: readonly [number, number]): number {
  let low = seed[0] ^ key.length
  let high = seed[1] ^ key.length
  for (let index = 0; index < key.length; index += 1) {
    const byte = key[index]!
    low = Math.imul(low ^ byte, 0x9e3779b1)
    low ^= low >>> 15
    high = Math.imul(high ^ byte, 0x85ebca6b)
    high ^= high >>> 13
  }
  low = mix(low ^ Math.imul(high, 0xc2b2ae35))
  high = mix(high ^ Math.imul(low, 0x27d4eb2f))
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0)
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return mixed ^ (mixed >>> 16)
}

/** One more than the largest place. */
export const places: number = 2 ** 53
