import { Body, Controller, Post, Redirect } from '@nestjs/common'
import { MessageForm } from './message.form.js'

@Controller('messages')
export class MessagesController {
  @Post()
  @Redirect('/messages/sent', 303)
  store(@Body() _form: MessageForm) {}
}
