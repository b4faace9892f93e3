// Counts up in one session, as one of several processes: node count-in-session.fixture.js <core> <folder> <key> <times>
const [core, folder, key, times] = process.argv.slice(2)
const { FileSessionStore } = await import(core)
const store = new FileSessionStore(folder)

for (let i = 0; i < Number(times);) {
  const isDone = await store.update(key, (record) => ({
    createdAt: 0,
    seenAt: 0,
    expiresAt: Date.now() + 60_000,
    flash: {},
    data: { count: (record?.data.count ?? 0) + 1 },
  }))
  if (isDone) i++
}
