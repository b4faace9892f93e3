/**
 * Decodes and checks the posted message.
 *
 * @param {string} body form-urlencoded
 * @returns {string[]} the names of the fields that are not as they should be
 */
export function wrongFields(body) {
  const fields = new URLSearchParams(body)
  const name = fields.get('name')?.trim() ?? ''
  const email = fields.get('email')?.trim() ?? ''
  const message = fields.get('message')?.trim() ?? ''
  const wrong = []
  if (name.length < 2 || name.length > 60) wrong.push('name')
  if (email.length > 254 || !/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(email)) wrong.push('email')
  if (message.length < 10 || message.length > 5000) wrong.push('message')
  return wrong
}
