export * from '@vanillin/php'
