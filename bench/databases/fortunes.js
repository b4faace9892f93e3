/** @typedef {{ id: number, message: string }} Fortune */

/**
 * Twelve lines that need what TechEmpower's test needs: escaping, several bytes a character, sorting.
 *
 * @type {Fortune[]}
 */
export const fortuneRows = [
  'A release on Friday is a plan for Saturday.',
  'The fastest query is the one that nobody sends.',
  'There are two caches: the one you forgot and the one you blame.',
  '<script>alert("This should not be shown as a dialog.");</script>',
  'Whoever says "it is only a small change" & smiles has not read the tests.',
  '速い応答は、よい応答の半分である。',
  'Read the log before you read the code.',
  'An index is a promise that each write has to keep.',
  "It's not slow, it's thorough.",
  'Zero bugs found means zero bugs looked for.',
  'Naïve façades age into cliché façades.',
  'Measure twice, deploy once.',
].map((message, index) => ({ id: index + 1, message }))

/**
 * The row that every server adds by itself.
 *
 * @type {Fortune}
 */
export const newFortune = { id: 0, message: 'Additional fortune added at request time.' }
