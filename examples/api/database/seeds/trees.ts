import { defineSeed } from 'vanillin/database'
import { Tree } from '#models/tree'

export default defineSeed(async () => {
  await Tree.create({
    species: 'Tilia cordata',
    street: 'Marktplatz 1',
    height_cm: 1850,
    planted_on: '1961-04-02',
  })
  await Tree.create({
    species: 'Platanus acerifolia',
    street: 'Uferweg 14',
    height_cm: 2400,
    planted_on: null,
  })
  await Tree.create({
    species: 'Ginkgo biloba',
    street: 'Schulgasse 3',
    height_cm: 620,
    planted_on: '2011-11-12',
  })
})
