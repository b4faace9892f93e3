import { Model } from 'vanillin/database'

export class Comment extends Model('comments') {}
