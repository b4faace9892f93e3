/**
 * Names of JavaScript that a template may use without being given them. What reaches outside of the page
 * (process, fetch, globalThis, timers) is left out: a view that needs it is a controller.
 */
export const JAVASCRIPT_GLOBALS: ReadonlySet<string> = new Set(
  `undefined NaN Infinity Array BigInt Boolean Date Error Intl JSON Map Math Number Object RangeError RegExp
  Set String Symbol TypeError URL URLSearchParams WeakMap WeakSet console decodeURI decodeURIComponent
  encodeURI encodeURIComponent isFinite isNaN parseFloat parseInt structuredClone`.split(/\s+/),
)
