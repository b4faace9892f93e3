import { defineMigration } from 'vanillin/database'

export default defineMigration({
  async up(schema) {
    await schema.createTable('posts', (table) => {
      table.id()
      table.string('title', 120)
      table.string('author', 60)
      table.text('body')
      table.timestamps()
      table.index(['created_at'])
    })
  },

  async down(schema) {
    await schema.dropTable('posts')
  },
})
