import { Controller, Get, Query } from '@nestjs/common'
import { randomWorld, randomWorlds, updatedWorlds } from '../../../apps/data/worlds.js'
import { Store } from './store.js'
import { WorldsQuery } from './worlds.query.js'

@Controller()
export class WorldsController {
  constructor(private readonly store: Store) {}

  @Get('db')
  show() {
    return randomWorld(this.store)
  }

  @Get('queries')
  index(@Query() query: WorldsQuery) {
    return randomWorlds(this.store, query.count)
  }

  @Get('updates')
  update(@Query() query: WorldsQuery) {
    return updatedWorlds(this.store, query.count)
  }
}
