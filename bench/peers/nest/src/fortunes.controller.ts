import { Controller, Get, Render } from '@nestjs/common'
import { sortedFortunes } from '../../../apps/data/fortunes.js'
import { Store } from './store.js'

@Controller('fortunes')
export class FortunesController {
  constructor(private readonly store: Store) {}

  @Get()
  @Render('fortunes.eta')
  async index() {
    return { title: 'Fortunes', fortunes: await sortedFortunes(this.store) }
  }
}
