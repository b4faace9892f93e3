/** What somebody types who comes from Laravel, Rails, AdonisJS or Next.js, and what does that here. */
const COMMANDS: Readonly<Record<string, string>> = {
  serve: 'vanillin dev',
  server: 'vanillin dev',
  run: 'vanillin dev',
  watch: 'vanillin dev',
  list: 'vanillin --help',
  new: 'npm create vanillin@latest',
  create: 'npm create vanillin@latest',
  init: 'npm create vanillin@latest',
  test: 'npm test',
  lint: 'npm run lint',
  typecheck: 'vanillin check',
  'type-check': 'vanillin check',
  'route:list': 'vanillin routes',
  'list:routes': 'vanillin routes',
  'db:migrate': 'vanillin migrate',
  'migration:run': 'vanillin migrate',
  'db:rollback': 'vanillin migrate:rollback',
  'migration:rollback': 'vanillin migrate:rollback',
  'db:seed': 'vanillin seed',
  'db:reset': 'vanillin migrate:fresh',
  'db:wipe': 'vanillin migrate:fresh',
  'migrate:refresh': 'vanillin migrate:fresh',
  'migrate:reset': 'vanillin migrate:fresh',
  'make:request': 'vanillin make:validator',
  'make:form': 'vanillin make:validator',
  'make:provider': 'vanillin make:service',
}

/** What has no command, and what to do instead. */
const NONE: Readonly<Record<string, string>> = {
  tinker:
    'There is no console: try it in a test (`vanillin make:test try`, `npx vitest try`), or in an action while `vanillin dev` runs.',
  'key:generate':
    'APP_KEY in .env is a random text, which create-vanillin wrote. For another: node -p "crypto.randomBytes(32).toString(\'base64url\')"',
  'cache:clear': 'There is nothing to clear: `vanillin build` makes everything anew.',
  'make:seeder': 'A seed is a file of database/seeds/: export default defineSeed(async (db) => { ... })',
  'make:seed': 'A seed is a file of database/seeds/: export default defineSeed(async (db) => { ... })',
}

const SAME: Readonly<Record<string, string>> = {
  'generate:key': 'key:generate',
  console: 'tinker',
  repl: 'tinker',
  optimize: 'cache:clear',
  'config:clear': 'cache:clear',
  'config:cache': 'cache:clear',
  'route:clear': 'cache:clear',
  'route:cache': 'cache:clear',
  'view:clear': 'cache:clear',
}

/** What to do for who typed a command of another framework; undefined for any other word. */
export function helpForForeign(name: string): string | undefined {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command !== undefined) return `Here it is \`${command}\`.`
  const word = Object.hasOwn(SAME, name) ? SAME[name]! : name
  return Object.hasOwn(NONE, word) ? NONE[word] : undefined
}
