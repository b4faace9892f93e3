import { Module } from '@nestjs/common'
import { FortunesController } from './fortunes.controller.js'
import { GreetingController } from './greeting.controller.js'
import { MessagesController } from './messages.controller.js'
import { Store } from './store.js'
import { UploadController } from './upload.controller.js'
import { UsersController } from './users.controller.js'
import { WorldsController } from './worlds.controller.js'
import { openStore } from '../../../apps/data/open-store.js'

@Module({
  controllers: [
    GreetingController,
    UsersController,
    WorldsController,
    FortunesController,
    MessagesController,
    UploadController,
  ],
  providers: [{ provide: Store, useFactory: openStore }],
})
export class AppModule {}
