export { editDistance } from '../errors/edit-distance.ts'
export { describeError, type ErrorReport } from './describe-error.ts'
export { errorDetails, type Paint } from './error-details.ts'
export { wantsColours } from './wants-colours.ts'
