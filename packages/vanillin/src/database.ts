export * from '@vanillin/database'
export * from '@vanillin/database/vanillin'
