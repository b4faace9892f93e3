import { Model } from 'vanillin/database'

export class Fortune extends Model('fortune') {}
