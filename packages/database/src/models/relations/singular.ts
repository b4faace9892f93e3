const uncountable = ['data', 'media', 'information', 'equipment', 'news', 'series', 'species'] as const

/** How plurals end, and their singulars: the first that fits. What is singular already stays. */
const endings = [
  ['people', 'person'],
  ['children', 'child'],
  ['movies', 'movie'],
  ['cookies', 'cookie'],
  ['ies', 'y'],
  ['sses', 'ss'],
  ['ouses', 'ouse'],
  ['auses', 'ause'],
  ['uses', 'us'],
  ['aliases', 'alias'],
  ['canvases', 'canvas'],
  ['lenses', 'lens'],
  ['analyses', 'analysis'],
  ['diagnoses', 'diagnosis'],
  ['ses', 'se'],
  ['quizzes', 'quiz'],
  ['xes', 'x'],
  ['oaches', 'oach'],
  ['eaches', 'each'],
  ['aches', 'ache'],
  ['ches', 'ch'],
  ['shes', 'sh'],
  ['heroes', 'hero'],
  ['toes', 'to'],
  ['shelves', 'shelf'],
  ['menus', 'menu'],
  ['us', 'us'],
  ['ss', 'ss'],
  ['sis', 'sis'],
  ['axis', 'axis'],
  ['alias', 'alias'],
  ['canvas', 'canvas'],
  ['lens', 'lens'],
  ['s', ''],
] as const

/** English enough for table names: posts, post; categories, category; courses, course; what has no plural stays. */
export function singularise(word: string): string {
  if (isUncountable(word)) return word
  const [plural, singular] = endings.find(([ending]) => word.endsWith(ending)) ?? ['', '']
  return `${word.slice(0, word.length - plural.length)}${singular}`
}

/** The other way: post, posts; category, categories. What is a plural already stays. */
export function pluralise(word: string): string {
  if (isUncountable(word) || singularise(word) !== word) return word
  const irregular = endings.find(([, singular]) => singular.length > 3 && word.endsWith(singular))
  if (irregular) return `${word.slice(0, -irregular[1].length)}${irregular[0]}`
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}

function isUncountable(word: string): boolean {
  return uncountable.some((ending) => word.endsWith(ending))
}

/** What {@link singularise} answers, as a type. */
export type Singular<Word extends string> = Word extends `${string}${(typeof uncountable)[number]}`
  ? Word
  : WithoutEnding<Word, typeof endings>

type Endings = readonly (readonly [plural: string, singular: string])[]

type WithoutEnding<Word extends string, All extends Endings> = All extends readonly [
  readonly [infer Plural extends string, infer Single extends string],
  ...infer Others extends Endings,
]
  ? Word extends `${infer Stem}${Plural}`
    ? `${Stem}${Single}`
    : WithoutEnding<Word, Others>
  : Word
