import { defineSeed } from 'vanillin/database'
import { Post } from '#models/post'

export default defineSeed(async () => {
  await Post.create({ title: 'Hello', author: 'Ada', body: 'The first words in a new table.' })
})
