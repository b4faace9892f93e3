/**
 * Reading a PHP app's database settings belongs to `@vanillin/database`, which is too heavy to install for
 * making an app: build.js bundles the few files behind this line into this one.
 */
export { readPhpSettings } from '@vanillin/database/php-settings'
