/** What JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

/** What a shared dictionary can hold: text, numbers, booleans and bytes as they are, everything else as JSON. */
export type SharedValue = JsonValue | Uint8Array
