import { Controller, Get, Query } from '@nestjs/common'
import { CachedWorlds } from '../../../apps/data/cached-worlds.js'
import { randomWorld, randomWorlds, updatedWorlds } from '../../../apps/data/worlds.js'
import { Store } from './store.js'
import { WorldsQuery } from './worlds.query.js'

@Controller()
export class WorldsController {
  private readonly cachedWorlds: CachedWorlds

  constructor(private readonly store: Store) {
    this.cachedWorlds = new CachedWorlds(store)
  }

  @Get('db')
  show() {
    return randomWorld(this.store)
  }

  @Get('queries')
  index(@Query() query: WorldsQuery) {
    return randomWorlds(this.store, query.count)
  }

  @Get('cached')
  cached(@Query() query: WorldsQuery) {
    return this.cachedWorlds.random(query.count)
  }

  @Get('updates')
  update(@Query() query: WorldsQuery) {
    return updatedWorlds(this.store, query.count)
  }
}
