import { Model } from 'vanillin/database'

/** An entry of the guestbook. */
export class Entry extends Model('entries') {}
