export * from '@vanillin/cache'
export * from '@vanillin/cache/vanillin'
