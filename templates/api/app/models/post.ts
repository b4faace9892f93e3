import { Model } from 'vanillin/database'

/** Its columns are in database/schema.ts, which `vanillin migrate` writes. */
export class Post extends Model('posts') {}
