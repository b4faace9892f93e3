/** What every template can call without being given it; no prop and no global can take these names. */
export const RESERVED_NAMES = ['include', 'layout', 'component', 'slot', 'slots', 'json'] as const

export type ReservedName = (typeof RESERVED_NAMES)[number]

export function isReservedName(name: string): name is ReservedName {
  return (RESERVED_NAMES as readonly string[]).includes(name)
}
