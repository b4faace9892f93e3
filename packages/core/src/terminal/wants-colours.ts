/** Whether what is written to `stream` may have colours: a terminal does, unless NO_COLOR is set; FORCE_COLOR decides alone. */
export function wantsColours(stream: { readonly isTTY?: boolean }): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused } = process.env
  if (forced) return forced !== '0' && forced !== 'false'
  return stream.isTTY === true && !refused
}
