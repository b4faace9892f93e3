import { Model } from 'vanillin/database'

/** What somebody wrote in the contact form. */
export class Message extends Model('messages') {}
