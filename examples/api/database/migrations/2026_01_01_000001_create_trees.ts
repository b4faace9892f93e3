import { defineMigration } from 'vanillin/database'

export default defineMigration({
  async up(schema) {
    await schema.createTable('trees', (table) => {
      table.id()
      table.string('species', 80).index()
      table.string('street', 120)
      table.integer('height_cm')
      table.date('planted_on').nullable()
      table.timestamps()
    })
  },

  async down(schema) {
    await schema.dropTable('trees')
  },
})
