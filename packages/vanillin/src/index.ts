export * from '@vanillin/core'
