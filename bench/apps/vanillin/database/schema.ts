// Written by `vanillin migrate` from the database, and committed. Change it with a migration, not by hand.
declare global {
  namespace Vanillin {
    interface Tables {
      fortune: FortuneTable
      posts: PostsTable
      users: UsersTable
      world: WorldTable
    }
  }
}

export interface FortuneTable {
  id: number
  message: string
}

export interface PostsTable {
  id: number
  user_id: number
  title: string
  body: string
}

export interface UsersTable {
  id: number
  name: string
  email: string
}

export interface WorldTable {
  id: number
  random_number: number
}
