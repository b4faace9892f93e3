import { defineMigration } from 'vanillin/database'

export default defineMigration({
  async up(schema) {
    await schema.createTable('entries', (table) => {
      table.id()
      table.string('name', 60)
      table.text('body')
    })
    await schema.createTable('messages', (table) => {
      table.id()
      table.string('name', 60)
      table.text('body')
    })
  },

  async down(schema) {
    await schema.dropTable('messages')
    await schema.dropTable('entries')
  },
})
