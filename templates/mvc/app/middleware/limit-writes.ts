import { limitRequests } from 'vanillin/cache'

export const writes = { name: 'writes', perMinute: 60 } as const

/** For what changes something: sixty at once from one address, then one each second. Who sends more is told when to come back. */
export const limitWrites = limitRequests(writes)
