import { defineMigration } from 'vanillin/database'

export default defineMigration({
  async up(schema) {
    await schema.alterTable('posts', (table) => {
      table.string('image').nullable() // its path in the storage folder
    })
  },

  async down(schema) {
    await schema.dropColumn('posts', 'image')
  },
})
