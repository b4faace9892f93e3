export { type CheckViewsOptions, checkViews } from '../view/typed/check-views.ts'
export { ViewChecker, type ViewCheckerOptions } from '../view/typed/view-checker.ts'
export type { ViewDiagnostic } from '../view/typed/view-diagnostic.ts'
export {
  type WriteViewTypesOptions,
  type WrittenViewTypes,
  writeViewTypes,
} from '../view/typed/write-view-types.ts'
export { readViewHead, type ViewHead } from '../view/view-head.ts'
