import { Model } from 'vanillin/database'

export class User extends Model('users') {}
