/** The token under which the database is injected, and what it does. */
export abstract class Store {
  abstract world(id: number): Promise<World>
  abstract update(world: World): Promise<void>
  abstract fortunes(): Promise<Fortune[]>
}

export interface World {
  id: number
  randomNumber: number
}

export interface Fortune {
  id: number
  message: string
}
