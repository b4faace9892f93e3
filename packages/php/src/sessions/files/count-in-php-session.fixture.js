// Counts up in one session of PHP until it is killed: node count-in-php-session.fixture.js <php> <folder> <id>
const [php, folder, id] = process.argv.slice(2)
const { phpFormat, PhpFileSessions } = await import(php)
const store = new PhpFileSessions({ folder })
const access = { ip: '', userAgent: '', cookies: { get() {}, set() {}, delete() {} }, lifetimeMs: 1_440_000 }

for (;;) {
  await store.update(id, access, (stored) => {
    const values = phpFormat.read(stored.bytes)
    values.set('n', values.get('n') + 1)
    return phpFormat.write(values)
  })
  await new Promise((resolve) => process.send('done', resolve))
}
