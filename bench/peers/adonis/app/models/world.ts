import { BaseModel, column } from '@adonisjs/lucid/orm'

export default class World extends BaseModel {
  static table = 'world'

  @column({ isPrimary: true })
  declare id: number

  @column({ serializeAs: 'randomNumber' })
  declare randomNumber: number
}
