import { defineMigration } from 'vanillin/database'

export default defineMigration({
  async up(schema) {
    await schema.createTable('comments', (table) => {
      table.id()
      table.foreignId('post_id').index().references('posts').onDelete('cascade')
      table.string('author', 60)
      table.text('body')
      table.timestamps()
      table.softDeletes() // deleted_at
    })
  },

  async down(schema) {
    await schema.dropTable('comments')
  },
})
