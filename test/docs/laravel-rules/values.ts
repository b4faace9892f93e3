type Values = Readonly<Record<string, unknown>>

/** Of a rule: values that pass, and values that do not. */
export interface RuleValues {
  readonly passes: readonly Values[]
  readonly fails: readonly Values[]
  /** Which field has the message. Default: `a`. */
  readonly field?: string
  /** What `a` is in the answer. */
  readonly answers?: readonly (readonly [values: Values, answer: unknown])[]
}

/** Values of `a` alone. */
const of = (passes: readonly unknown[], fails: readonly unknown[]): RuleValues => ({
  passes: passes.map((a) => ({ a })),
  fails: fails.map((a) => ({ a })),
})
const forms = (passes: readonly Values[], fails: readonly Values[]): RuleValues => ({ passes, fails })
const answers = (...pairs: (readonly [Values, unknown])[]): RuleValues => ({
  passes: [],
  fails: [],
  answers: pairs,
})

const accepted = of(['on', '1', true], ['no', null])
const declined = of(['no', '0', false], ['yes', null])
const requiredIf = forms([{ b: '2' }, { a: 'x', b: '1' }], [{ b: '1' }])
const requiredUnless = forms([{ b: '1' }, { a: 'x', b: '2' }], [{ b: '2' }])
const requiredWith = forms([{}, { a: 'x', b: '1' }], [{ b: '1' }, { c: '1' }])
const requiredWithAll = forms([{ b: '1' }, { a: 'x', b: '1', c: '1' }], [{ b: '1', c: '1' }])

/** For each row of the page values that pass and values that do not, by its id. */
export const ruleValues: Readonly<Record<string, RuleValues>> = {
  accepted,
  'accepted-if': forms([{ b: '2' }, { a: 'on', b: '1' }], [{ b: '1' }, { a: 'no', b: '1' }]),
  boolean: of([true, '1', 0], ['perhaps', null]),
  declined,
  'declined-if': forms([{ b: '2' }, { a: 'no', b: '1' }], [{ b: '1' }, { a: 'yes', b: '1' }]),

  string: of(['x'], [7, null]),
  // A name that resolves needs a network; `.invalid` never does (RFC 6761).
  'active-url': of([], ['http://nobody.invalid/']),
  alpha: of(['Zoë'], ['a b', 'a1']),
  'alpha-ascii': of(['abc'], ['Zoë', 'a1']),
  'alpha-dash': of(['Zoë_1-2'], ['a b']),
  'alpha-num': of(['Zoë1'], ['a-b']),
  ascii: of(['a!'], ['ë']),
  'between-string': of(['ab', 'abcd'], ['a', 'abcde']),
  confirmed: {
    passes: [{ a: 'x', a_confirmation: 'x' }],
    fails: [{ a: 'x', a_confirmation: 'y' }, { a: 'x' }],
    field: 'a_confirmation',
  },
  different: forms([{ a: 'x', b: 'y' }], [{ a: 'x', b: 'x' }]),
  'doesnt-start-with': of(['ax'], ['xa', 'ya']),
  'doesnt-end-with': of(['xa'], ['ax', 'ay']),
  email: of(['ada@example.org'], ['ada', 'ada@']),
  'ends-with': of(['a.ch', 'a.li'], ['a.de', 'ach']),
  enum: of(['red'], ['blue']),
  'hex-color': of(['#ff0080', '#f08'], ['#xyz', 'red']),
  in: of(['x'], ['z']),
  ip: of(['192.0.2.1', '::1'], ['192.0.2']),
  ipv4: of(['192.0.2.1'], ['::1']),
  ipv6: of(['::1'], ['192.0.2.1']),
  json: of(['{"a": 1}'], ['{a']),
  lowercase: of(['abc'], ['Abc']),
  'mac-address': of(['00:1A:2b:3c:4d:5e'], ['00:1A:2b']),
  'max-string': of(['abc'], ['abcd']),
  'min-string': of(['abc'], ['ab']),
  'not-in': of(['z'], ['x']),
  'not-regex': of(['abc'], ['axc']),
  password: of(['correct1'], ['short1', 'noNumbers', '12345678']),
  regex: of(['xa'], ['ax']),
  same: forms([{ a: 'x', b: 'x' }], [{ a: 'x', b: 'y' }]),
  'size-string': of(['abc'], ['ab', 'abcd']),
  'starts-with': of(['xa', 'ya'], ['a']),
  timezone: of(['Europe/Berlin'], ['Europe/Nowhere']),
  ulid: of(['01ARZ3NDEKTSV4RRFFQ69G5FAV'], ['01ARZ']),
  uppercase: of(['ABC'], ['Abc']),
  url: of(['https://example.org/a?b=c'], ['example org']),
  uuid: of(['123e4567-e89b-42d3-a456-426614174000'], ['123e4567']),

  numeric: of([1.5, '1.5'], ['x']),
  integer: of([7, '7'], [1.5]),
  'integer-strict': of([7], ['7', 1.5]),
  'between-number': of([1, 5], [0, 6]),
  decimal: of([1.5, 1.25], [1, 1.125]),
  digits: of(['0042'], ['42', '00042', 'abcd']),
  'digits-between': of(['42', '0042'], ['4', '00042']),
  gt: forms([{ a: 3, b: 2 }], [{ a: 2, b: 2 }]),
  gte: forms([{ a: 2, b: 2 }], [{ a: 1, b: 2 }]),
  lt: forms([{ a: 1, b: 2 }], [{ a: 2, b: 2 }]),
  lte: forms([{ a: 2, b: 2 }], [{ a: 3, b: 2 }]),
  'max-number': of([5], [6]),
  'max-digits': of(['1234'], ['12345']),
  'min-number': of([5], [4]),
  'min-digits': of(['12345'], ['123']),
  'multiple-of': of([10], [7]),
  'size-number': of([5, '5'], [6]),

  array: of([{ x: 1 }], ['x']),
  'array-keys': {
    ...of([{ x: 1, y: 2 }], [{ x: 1 }]),
    answers: [[{ a: { x: 1, y: 2, z: 3 } }, { x: 1, y: 2 }]],
  },
  list: of([['x']], ['x', { x: 1 }]),
  'array-items': of([[1, '2']], [['x']]),
  'between-array': of([[1], [1, 2]], [[], [1, 2, 3]]),
  contains: of([['x', 'y']], [['y']]),
  'doesnt-contain': of([['y']], [['x', 'y']]),
  distinct: of([['x', 'y']], [['x', 'x']]),
  'in-array': forms([{ a: 'x', b: ['x', 'y'] }], [{ a: 'z', b: ['x'] }, { a: 'z' }]),
  'in-array-keys': of([{ x: 1 }, { y: 1 }], [{ z: 1 }]),
  'max-array': of([[1, 2]], [[1, 2, 3]]),
  'min-array': of([[1, 2]], [[1]]),
  'required-array-keys': {
    ...of([{ x: 1, y: 2 }], [{ x: 1 }]),
    answers: [[{ a: { x: 1, y: 2, z: 3 } }, { x: 1, y: 2, z: 3 }]],
  },
  'size-array': of([[1, 2]], [[1], [1, 2, 3]]),

  date: of(['2026-03-01', '2026-03-01 09:30:00'], ['01.03.2026', 'tomorrow']),
  'date-format': of(['01.03.2026'], ['2026-03-01']),
  'date-equals': of(['2026-03-01'], ['2026-03-02']),
  after: of(['2999-01-01'], ['2000-01-01']),
  'after-field': forms([{ a: '2026-03-02', b: '2026-03-01' }], [{ a: '2026-03-01', b: '2026-03-01' }]),
  'after-or-equal': of(['2026-03-01'], ['2026-02-28']),
  before: of(['2000-01-01'], ['2999-01-01']),
  'before-field': forms([{ a: '2026-02-28', b: '2026-03-01' }], [{ a: '2026-03-01', b: '2026-03-01' }]),
  'before-or-equal': of(['2026-03-01'], ['2026-03-02']),

  unique: of(['free'], ['taken']),
  'unique-ignore': of(['taken'], ['another']),
  'unique-where': of(['free', 'another'], ['taken']),
  exists: of([1], [3]),

  required: forms([{ a: 'x' }], [{}, { a: null }]),
  'required-if': requiredIf,
  'required-if-accepted': forms([{ b: 'no' }, { a: 'x', b: 'on' }], [{ b: 'on' }, { b: true }]),
  'required-if-declined': forms([{ b: 'yes' }, { a: 'x', b: 'no' }], [{ b: 'no' }, { b: false }]),
  'required-unless': requiredUnless,
  'required-with': requiredWith,
  'required-with-all': requiredWithAll,
  'required-without': forms([{ b: '1', c: '1' }, { a: 'x' }], [{ b: '1' }, {}]),
  'required-without-all': forms([{ b: '1' }, { a: 'x' }], [{}]),
  sometimes: forms([{}, { a: 'x' }], [{ a: 7 }]),
  nullable: forms([{ a: null }, { a: 'x' }], [{}]),
  filled: forms([{}, { a: 'x' }], [{ a: '' }]),
  present: forms([{ a: null }, { a: 'x' }], [{}]),
  'present-if': requiredIf,
  'present-unless': requiredUnless,
  'present-with': requiredWith,
  'present-with-all': requiredWithAll,
  missing: forms([{}], [{ a: 'x' }]),
  'missing-if': forms([{ b: '1' }, { a: 'x', b: '2' }], [{ a: 'x', b: '1' }]),
  'missing-unless': forms([{ b: '2' }, { a: 'x', b: '1' }], [{ a: 'x', b: '2' }]),
  'missing-with': forms([{ b: '1' }, { a: 'x' }], [{ a: 'x', c: '1' }]),
  'missing-with-all': forms([{ a: 'x', b: '1' }], [{ a: 'x', b: '1', c: '1' }]),
  'prohibited-if-accepted': forms([{ b: 'on' }, { a: 'x', b: 'no' }], [{ a: 'x', b: 'on' }]),
  'prohibited-if-declined': forms([{ b: 'no' }, { a: 'x', b: 'on' }], [{ a: 'x', b: 'no' }]),
  prohibits: forms([{ b: '1' }, { a: 'x' }], [{ a: 'x', b: '1' }]),

  exclude: answers([{ a: 'x' }, undefined]),
  'exclude-if': answers([{ a: 'x', b: '1' }, undefined], [{ a: 'x', b: '2' }, 'x']),
  'exclude-unless': answers([{ a: 'x', b: '2' }, undefined], [{ a: 'x', b: '1' }, 'x']),
  'exclude-with': answers([{ a: 'x', b: '2' }, undefined], [{ a: 'x' }, 'x']),
  'exclude-without': answers([{ a: 'x' }, undefined], [{ a: 'x', b: '1' }, 'x']),
  bail: of(['xyz'], ['a']),
  'any-of': of([7, 'ada@example.org'], ['ada']),
  closure: of(['ada'], ['admin']),
}

const gif = (name = 'ada.gif', more = '') => new File([`GIF89a\u0001\0\u0001\0${more}`], name)
const text = new File(['Hello'], 'hello.txt')

/** Of a rule for a file: one that passes and one that does not; undefined sends none. */
export interface FileValues {
  readonly passes: File | undefined
  readonly fails: File | undefined | 'nothing'
}

/** The same for rows of files, which are sent in a form. */
export const fileValues: Readonly<Record<string, FileValues>> = {
  file: { passes: text, fails: undefined },
  'file-nullable': { passes: undefined, fails: 'nothing' },
  image: { passes: gif(), fails: text },
  mimes: {
    passes: new File(
      [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82])],
      'a.png',
    ),
    fails: gif(),
  },
  mimetypes: { passes: gif(), fails: text },
  extensions: { passes: gif(), fails: gif('shell.php') },
  'max-file': { passes: gif(), fails: gif('ada.gif', 'x'.repeat(1024)) },
}
