import { IsEmail, IsString, Length } from 'class-validator'

export class MessageForm {
  @IsString()
  @Length(2, 60)
  name: string

  @IsEmail()
  email: string

  @IsString()
  @Length(10, 5000)
  message: string
}
